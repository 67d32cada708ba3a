using System.Text;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>Writes the results of top-patches: nothing before all is computed, then each file whole or not at all.</summary>
internal sealed class SurveyFiles
{
    private readonly string _folder;

    private SurveyFiles(string folder) => _folder = folder;

    public static SurveyFiles In(string folder) => new(ResultFolder.Checked(folder));

    /// <summary>top-patches.png and its like; the layer's name is part of the names where there are several.</summary>
    public IReadOnlyList<string> Write(
        IReadOnlyList<Survey> surveys, IReadOnlyList<int>? channels, IReadOnlyList<string> compared, CancellationToken cancellationToken)
    {
        var files = new List<(string Path, byte[] Content)>();
        IReadOnlyList<string> layers = LayerFileNames.Of([.. surveys.Select(survey => survey.Layer)]);
        for (int i = 0; i < surveys.Count; i++)
        {
            string name = surveys.Count == 1 ? "top-patches" : $"top-patches.{layers[i]}";
            foreach ((string ending, byte[] content) in Files(surveys[i], channels, compared, cancellationToken))
            {
                files.Add((Path.Combine(_folder, name + ending), content));
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        files.ForEach(file => AtomicFile.Write(file.Path, file.Content));
        return [.. files.Select(file => file.Path)];
    }

    /// <summary>Every number of a survey but the features and class averages, which have files of their own.</summary>
    public static object Describe(Survey survey, IReadOnlyList<string> compared)
    {
        ImageEmbedding embedding = survey.Embed();
        return new
        {
            Generator = $"CnnVis {typeof(Survey).Assembly.GetName().Version?.ToString(3)}",
            survey.Model,
            survey.Layer,
            survey.Height,
            survey.Width,
            Options = new { survey.Options.TopPatches, survey.Options.PatchesPerImage, survey.Options.Bins },
            survey.DeadChannels,
            Channels = Enumerable.Range(0, survey.Channels).Select(channel => new
            {
                Channel = channel,
                Statistics = survey.Statistics(channel),
                Histogram = survey.Histogram(channel),
                Patches = survey.TopPatches(channel),
            }),
            Images = survey.Images.Select((image, i) => new
            {
                image.Name,
                image.Class,
                image.Prediction,
                image.Geometry,
                Embedding = new[] { embedding.Points[i].X, embedding.Points[i].Y },
            }),
            EmbeddingExplained = new[] { embedding.Explained.X, embedding.Explained.Y },
            Similar = compared.Select(name => new
            {
                Name = name,
                Most = survey.MostSimilar(survey.IndexOf(name)),
                Least = survey.LeastSimilar(survey.IndexOf(name)),
            }),
            ClassAverages = survey.ClassAverages.Select(average => new { average.Name, average.Count }),
            survey.Skipped,
            Seconds = Math.Round(survey.Elapsed.TotalSeconds, 3),
            survey.Notes,
        };
    }

    private static IEnumerable<(string Ending, byte[] Content)> Files(
        Survey survey, IReadOnlyList<int>? channels, IReadOnlyList<string> compared, CancellationToken cancellationToken)
    {
        yield return (".png", survey.TopPatchSheet(new() { Channels = channels }, cancellationToken).ToPng());
        yield return (".histograms.png", survey.HistogramSheet(new() { Channels = channels }).ToPng());
        yield return (".embedding.png", survey.EmbeddingPicture(survey.Embed(cancellationToken), null, cancellationToken).ToPng());
        yield return (".features.npy", Features(survey));
        if (survey.ClassAverages.Count > 0)
        {
            yield return (".class-averages.npy", ClassAverages(survey));
            yield return (".class-averages.png", survey.ClassAverageSheet(new() { Channels = channels }).ToPng());
        }

        yield return (".json", Encoding.UTF8.GetBytes(JsonText.Of(Describe(survey, compared))));
    }

    private static byte[] Features(Survey survey) => NpyFile.ToBytes(
        [.. Enumerable.Range(0, survey.Images.Count).SelectMany(image => survey.Features(image).ToArray())], [survey.Images.Count, survey.Channels]);

    private static byte[] ClassAverages(Survey survey)
    {
        IEnumerable<float> values =
            from average in survey.ClassAverages
            from channel in Enumerable.Range(0, survey.Channels)
            from value in average[channel].Values.ToArray()
            select value;
        return NpyFile.ToBytes([.. values], [survey.ClassAverages.Count, survey.Channels, survey.Height, survey.Width]);
    }
}
