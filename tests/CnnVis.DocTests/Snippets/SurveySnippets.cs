using CnnVis.Skia;

namespace CnnVis.DocTests.Snippets;

/// <summary>The code about top patches, run as it stands in the documentation.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class SurveySnippets(SnippetFolder folder)
{
    [Fact]
    public void Survey()
    {
        SavePhotos();
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt", Preprocessing = Preprocessing.ZeroToOne });
        CancellationToken cancellationToken = CancellationToken.None;
        IProgress<ExplanationProgress> progress = new Progress<ExplanationProgress>();

        #region survey
        // Each picture is read when it is needed; a folder of thousands costs no more memory than one of a hundred.
        Layer layer = model.Layers.Last(layer => layer.Operator == "Conv");
        Survey survey = layer.Survey(ImageFolder.Find("photos"), new() { TopPatches = 6 }, progress, cancellationToken);
        survey.TopPatchSheet(new() { Channels = [3, 7] }).Save("top-patches.png");

        // The same in numbers: which part of which picture.
        TopPatch strongest = survey.TopPatches(7)[0];
        Console.WriteLine($"{strongest.Value} in {strongest.Name} at {strongest.Seen}; dead channels: {string.Join(", ", survey.DeadChannels)}");

        // How often channel 7 has which activation, and all of them in a picture.
        ChannelHistogram histogram = survey.Histogram(7);
        Console.WriteLine($"{histogram.Counts[0]} of {survey.Statistics(7).Count} activations lie between {histogram.Low} and {histogram.Low + histogram.BinWidth}");
        survey.HistogramSheet().Save("histograms.png");
        #endregion

        Assert.True(folder.Has("top-patches.png") && folder.Has("histograms.png"));
        Assert.Equal((8, 6), (survey.Images.Count, survey.TopPatches(7).Count));
        Assert.Equal(survey.Statistics(7).Maximum, strongest.Value);
    }

    [Fact]
    public void Alike()
    {
        SavePhotos();
        using var model = CnnModel.Load("model.onnx", new() { Labels = "labels.txt", Preprocessing = Preprocessing.ZeroToOne });
        Layer[] convolutions = [.. model.Layers.Where(layer => layer.Operator == "Conv")];

        #region alike
        // Two layers in one pass; the class of a picture is the folder in which it lies.
        IReadOnlyList<Survey> surveys = model.Survey(
            new[] { convolutions[1], convolutions[^1] }, ImageFolder.Find("photos"), new() { ClassOf = ImageFolder.FolderOf });
        Survey late = surveys[1];
        foreach (SimilarImage other in late.MostSimilar(late.IndexOf("above/2.jpg"), count: 3))
        {
            Console.WriteLine($"{other.Name}: {other.Cosine}");
        }

        // All pictures in a plane: thumbnails where there is room, dots elsewhere.
        ImageEmbedding embedding = late.Embed();
        late.EmbeddingPicture(embedding).Save("embedding.png");

        // Where channels are active on average, a row for each class; then channel 7 in numbers.
        late.ClassAverageSheet().Save("classes.png");
        foreach (ClassAverage average in late.ClassAverages)
        {
            Console.WriteLine($"{average.Name}, {average.Count} pictures: {average[7].Max}");
        }
        #endregion

        Assert.True(folder.Has("embedding.png"));
        Assert.Equal(["above", "below"], late.ClassAverages.Select(average => average.Name));
        Assert.InRange(embedding.Explained.X + embedding.Explained.Y, 0.2, 1);
    }

    private static void SavePhotos()
    {
        RgbImage photo = ImageFile.Load("photo.jpg");
        for (int i = 0; i < 8; i++)
        {
            photo.Crop(new PixelRectangle(30 * i, i < 4 ? 0 : 120, 160, 150)).Save(FormattableString.Invariant($"photos/{(i < 4 ? "above" : "below")}/{i}.jpg"));
        }
    }
}
