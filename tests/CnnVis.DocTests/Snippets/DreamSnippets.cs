using CnnVis.Skia;

namespace CnnVis.DocTests.Snippets;

/// <summary>The code about dreams, run as it stands in the documentation.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class DreamSnippets(SnippetFolder folder)
{
    [Fact]
    public void Dream()
    {
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt", Preprocessing = Preprocessing.ZeroToOne });

        #region dream
        // What does channel 7 of the last convolution look for? And the class "frog"?
        Layer layer = model.Layers.Last(layer => layer.Operator == "Conv");
        Dream channel = model.Dream(Objective.Channel(layer, 7));
        channel.Image.Save("channel-7.png");
        Console.WriteLine($"{channel.Objective}: {channel.Activation}");

        model.Dream(Objective.Class("frog"), new() { Frames = 40 }).SaveAnimation("frog.png");
        #endregion

        Assert.True(channel.Activation > channel.ObjectiveValues[0]);
        Assert.True(folder.Has("channel-7.png") && folder.Has("frog.png"));
    }

    [Fact]
    public void Objectives()
    {
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt", Preprocessing = Preprocessing.ZeroToOne });
        RgbImage photo = ImageFile.Load("photo.jpg");
        Layer[] convolutions = [.. model.Layers.Where(layer => layer.Operator == "Conv")];

        #region objectives
        // Objectives add up, with weights and signs: a frog that is no bird, drawn in terms of an early channel.
        Objective mixed = Objective.Class("frog") - (0.5f * Objective.Class("bird")) + (0.2f * Objective.Channel(convolutions[0], 3));
        Dream frog = model.Dream(mixed, new() { Steps = 128 });

        // Four pictures that excite the same channel in different ways.
        Objective diverse = Objective.Channel(convolutions[^1], 7) + (10 * Objective.Diversity(convolutions[1]));
        Dream four = model.Dream(diverse, new() { Images = 4, Steps = 64 });
        Sheet.Of(four.Images).Save("four.png");

        // DeepDream: whatever a layer sees in a photo, made stronger.
        Dream stronger = model.Dream(Objective.Layer(convolutions[1]), new() { Start = photo, Steps = 32, LearningRate = 0.02f });

        // What a layer still knows of the photo; nothing is moved, so that places stay where they are.
        Dream known = model.Dream(Objective.Inversion(convolutions[1], photo), new() { Jitter = 0, Scale = 0, Rotation = 0, Steps = 128 });
        #endregion

        Assert.True(frog.ObjectiveValues[^1] > frog.ObjectiveValues[0]);
        Assert.Equal(4, four.Images.Count);
        Assert.True(stronger.ObjectiveValues[^1] > stronger.ObjectiveValues[0]);
        Assert.InRange(known.Activation, -0.5, 0);
    }
}
