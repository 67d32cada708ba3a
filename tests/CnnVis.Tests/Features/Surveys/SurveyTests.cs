using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features.Surveys;

public class SurveyTests
{
    public static TheoryData<int, string, int, int> Cases => new()
    {
        { 1, "conv", 1, 1 }, { 2, "conv", 4, 1 }, { 3, "relu", 1, 3 }, { 4, "relu", 7, 1 }, { 5, "last", 4, 2 }, { 6, "last", 64, 1 },
        { 7, "relu", 5, 100 }, { 8, "last", 1, 1 }, { 9, "conv", 3, 4 }, { 10, "relu", 2, 1 }, { 11, "last", 6, 5 }, { 12, "relu", 64, 2 },
    };

    // The naive twin keeps every activation of every image and sorts.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Survey_RandomNetwork_IsWhatAllActivationsSay(int seed, string layerName, int batch, int perImage)
    {
        using CnnModel model = SurveyCases.Network(seed).Load(new() { Preprocessing = Preprocessing.ZeroToOne, Execution = new() { BatchSize = batch } });
        IReadOnlyList<(string Name, RgbImage Picture)> pictures = SurveyCases.Pictures(11 + seed, seed);
        Layer layer = model.Layers[layerName];
        float[][][] maps = [.. pictures.Select(picture => Maps(layer, picture.Picture))];

        Survey survey = layer.Survey(SurveyCases.Sources(pictures), new() { TopPatches = 6, PatchesPerImage = perImage, Bins = 8 });

        Assert.Equal(pictures.Select(picture => picture.Name), survey.Images.Select(image => image.Name));
        for (int channel = 0; channel < survey.Channels; channel++)
        {
            float[][] ofImages = [.. maps.Select(image => image[channel])];
            Assert.Equal(Top(ofImages, perImage, 6), survey.TopPatches(channel).Select(patch => (patch.Value, patch.Image, (patch.Row * survey.Width) + patch.Column)));
            AssertStatistics([.. ofImages.SelectMany(map => map)], survey.Statistics(channel));
            AssertHistogram([.. ofImages.SelectMany(map => map)], survey.Histogram(channel), bins: 8);
            for (int image = 0; image < pictures.Count; image++)
            {
                Assert.Equal(ofImages[image].Average(value => (double)value), survey.Features(image)[channel], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(1, "relu", 4)]
    [InlineData(2, "last", 3)]
    [InlineData(3, "conv", 1)]
    public void ClassAverages_RandomNetwork_AreMeansOfTheMaps(int seed, string layerName, int batch)
    {
        using CnnModel model = SurveyCases.Network(seed).Load(new() { Preprocessing = Preprocessing.ZeroToOne, Execution = new() { BatchSize = batch } });
        IReadOnlyList<(string Name, RgbImage Picture)> pictures = SurveyCases.Pictures(14, seed);
        Layer layer = model.Layers[layerName];

        Survey byFolder = layer.Survey(SurveyCases.Sources(pictures), new() { ClassOf = name => name.Split('/')[0] });
        Survey predicted = layer.Survey(SurveyCases.Sources(pictures));

        Assert.Equal([("folder0", 5), ("folder1", 5), ("folder2", 4)], byFolder.ClassAverages.Select(average => (average.Name, average.Count)));
        Assert.All(predicted.Images, (image, i) => Assert.Equal(model.Predict(pictures[i].Picture).Top.Index, image.Prediction!.Index));
        foreach ((Survey survey, Func<int, string> classOf) in new (Survey, Func<int, string>)[]
        {
            (byFolder, i => pictures[i].Name.Split('/')[0]),
            (predicted, i => model.Predict(pictures[i].Picture).Top.Name),
        })
        {
            Assert.Equal(pictures.Count, survey.ClassAverages.Sum(average => average.Count));
            foreach (ClassAverage average in survey.ClassAverages)
            {
                float[][][] members = [.. Enumerable.Range(0, pictures.Count).Where(i => classOf(i) == average.Name).Select(i => Maps(layer, pictures[i].Picture))];
                Assert.Equal(members.Length, average.Count);
                for (int channel = 0; channel < survey.Channels; channel++)
                {
                    double[] expected = [.. Enumerable.Range(0, survey.Height * survey.Width).Select(cell => members.Average(maps => (double)maps[channel][cell]))];
                    Agreement.Within(1e-6, expected, average[channel].Values.ToArray(), average.Name);
                }
            }
        }
    }

    [Fact]
    public void Survey_SeveralLayers_AreTheSurveysOfEach()
    {
        using CnnModel model = SurveyCases.Network(4).Load(new() { Preprocessing = Preprocessing.ZeroToOne });
        ImageSource[] sources = [.. SurveyCases.Sources(SurveyCases.Pictures(9, 4))];

        IReadOnlyList<Survey> together = model.Survey("last,conv,flatten", sources);

        Assert.Equal(["last", "conv", "flatten"], together.Select(survey => survey.Layer));
        Assert.All(together, survey => Assert.Equal(
            model.Layers[survey.Layer].Survey(sources).TopPatches(3), survey.TopPatches(3)));
    }

    private static float[][] Maps(Layer layer, RgbImage picture)
    {
        FeatureMaps maps = layer.FeatureMaps(picture);
        return [.. Enumerable.Range(0, maps.Channels).Select(channel => maps[channel].Values.ToArray())];
    }

    private static IEnumerable<(float Value, int Image, int Cell)> Top(float[][] maps, int perImage, int count) => maps
        .SelectMany((map, image) => map
            .Select((value, cell) => (Value: value, Image: image, Cell: cell))
            .OrderByDescending(found => found.Value)
            .ThenBy(found => found.Cell)
            .Take(perImage))
        .OrderByDescending(found => found.Value)
        .ThenBy(found => found.Image)
        .ThenBy(found => found.Cell)
        .Take(count);

    private static void AssertStatistics(float[] values, ChannelStatistics actual)
    {
        double mean = values.Average(value => (double)value);
        Assert.Equal((values.Length, values.Min(), values.Max(), 0), (actual.Count, actual.Minimum, actual.Maximum, actual.NotFinite));
        Assert.Equal(values.Count(value => value == 0) / (double)values.Length, actual.ZeroShare);
        Assert.Equal(mean, actual.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), actual.StandardDeviation, 1e-9);
        Assert.Equal(values.Min() == values.Max(), actual.IsDead);
    }

    private static void AssertHistogram(float[] values, ChannelHistogram actual, int bins)
    {
        Assert.Equal(
            Enumerable.Range(0, actual.Counts.Count).Select(bin =>
                (long)values.Count(value => value >= actual.Low + (bin * actual.BinWidth) && value < actual.Low + ((bin + 1) * actual.BinWidth))),
            actual.Counts);
        Assert.Equal(values.Length, actual.Counts.Sum());
        Assert.Equal(Math.Pow(2, Math.Round(Math.Log2(actual.BinWidth))), actual.BinWidth);
        Assert.Equal(0, Math.IEEERemainder(actual.Low, actual.BinWidth));
        Assert.InRange(actual.Counts.Count, 1, bins);
        double half = actual.BinWidth / 2;
        Assert.True(values.Min() == values.Max() || Math.Floor(values.Max() / half) - Math.Floor(values.Min() / half) >= bins, "Narrower bins would do.");
    }
}
