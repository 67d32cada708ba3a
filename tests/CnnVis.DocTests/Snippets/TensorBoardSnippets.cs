using CnnVis.Skia;
using CnnVis.TestSupport.TensorBoard;

namespace CnnVis.DocTests.Snippets;

/// <summary>The code about TensorBoard, run as it stands in the documentation.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class TensorBoardSnippets
{
    [Fact]
    public void TensorBoard()
    {
        using var model = CnnModel.Load("model.onnx", new() { Preprocessing = Preprocessing.ZeroToOne });
        RgbImage photo = ImageFile.Load("photo.jpg");
        IReadOnlyList<RgbImage> photos = [photo, photo.Crop(new(0, 0, 200, 200)), photo.Crop(new(100, 50, 200, 200))];
        photo.Save(Path.Combine("birds", "photo.png"));

        #region tensorboard
        using var writer = new TensorBoardWriter("runs", "resnet");

        // The Graphs page; a table and curves over the depth of the network; a histogram for everything that was learned.
        writer.AddGraph(model);
        writer.AddSummary(model.Summary());
        writer.AddWeights(model);

        // The Images page: kernels, what a layer makes of a photo, and why the model answers as it does.
        Layer layer = model.Layers.First(layer => layer.Operator == "Conv");
        writer.AddKernels(layer.Kernels());
        writer.AddFeatureMaps(layer.FeatureMaps(photo));
        writer.AddExplanation(model.Explain(photo).GradCam());
        #endregion

        #region tensorboard-steps
        // Three photos on one slider, with the histogram of a layer and the model's certainty for each.
        for (int step = 0; step < photos.Count; step++)
        {
            writer.AddExplanation(model.Explain(photos[step]).Occlusion(), "why", step);
            writer.AddActivations(model.Layers.Last(layer => layer.Operator == "Relu").FeatureMaps(photos[step]), step: step);
            writer.AddScalar("certainty", model.Predict(photos[step]).Top.Probability, step);
        }

        // A channel's histogram over a folder, and a picture of one's own.
        Survey survey = layer.Survey(ImageFolder.Find("birds"));
        writer.AddHistogram("channels/3", survey.Histogram(3));
        writer.AddImage("patches/3", survey.TopPatchSheet(new() { Channels = [3] }), description: "What excites channel 3 most.");
        #endregion

        ReadEvents events = ReadEvents.Of(writer.FilePath);
        Assert.Single(events.Graphs);
        Assert.Equal([0L, 1, 2], events.Values.Where(value => value.Tag == "why").Select(value => value.Step));
        Assert.Equal(3, events.Values.Count(value => value.Tag == "certainty" && value.IsScalar));
        Assert.All(["kernels/conv/Conv", "feature maps/conv/Conv", "explanations/GradCam", "patches/3"], tag => Assert.True(events[tag].IsImage, tag));
        Assert.True(events["channels/3"].IsHistogram);
    }
}
