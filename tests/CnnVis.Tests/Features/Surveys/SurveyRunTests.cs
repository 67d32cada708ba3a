using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features.Surveys;

public class SurveyRunTests
{
    [Fact]
    public void Survey_UnreadablePictures_AreSkippedAndReported()
    {
        using CnnModel model = Load(batch: 2);
        ImageSource[] sources = [.. SurveyCases.Sources(SurveyCases.Pictures(7, 1))];
        ImageSource[] withDamage = [Damaged("a.png"), .. sources[..4], Damaged("b.png"), Damaged("c.png"), .. sources[4..]];

        Survey survey = model.Layers["relu"].Survey(withDamage);

        Assert.Equal(sources.Select(source => source.Name), survey.Images.Select(image => image.Name));
        Assert.Equal([new("a.png", "a.png: truncated"), new("b.png", "b.png: truncated"), new SkippedImage("c.png", "c.png: truncated")], survey.Skipped);
        Assert.Contains("3 images cannot be read and were skipped. The first: a.png: truncated", survey.Notes);
        Assert.Equal(model.Layers["relu"].Survey(sources).TopPatches(1), survey.TopPatches(1));
    }

    [Fact]
    public void Survey_NothingButUnreadablePictures_SaysWhy()
    {
        using CnnModel model = Load();

        CnnVisException exception = Assert.Throws<CnnVisException>(() => model.Layers["relu"].Survey([Damaged("a.png"), Damaged("b.png")]));

        Assert.Equal("None of the 2 images can be read. The first, a.png: a.png: truncated", exception.Message);
    }

    [Fact]
    public void Survey_MistakeOfTheCaller_IsNotTakenForADamagedPicture()
    {
        using CnnModel model = Load();
        ImageSource mistaken = new("x", () => throw new InvalidOperationException("mine"));

        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => model.Layers["relu"].Survey([mistaken])).Message);
    }

    [Fact]
    public void Survey_ManyPictures_ReadsABatchAheadAndNoMore()
    {
        using CnnModel model = Load(batch: 3);
        int read = 0;
        int farthest = 0;
        RgbImage picture = Numbers.Picture(9, 9, 1);
        IEnumerable<ImageSource> sources = Enumerable.Range(0, 40).Select(i => new ImageSource($"{i}", () =>
        {
            Interlocked.Increment(ref read);
            return picture;
        }));
        var done = new List<int>();

        model.Layers["relu"].Survey(sources, null, new Listener(progress =>
        {
            done.Add(progress.Done);
            farthest = Math.Max(farthest, Volatile.Read(ref read) - progress.Done);
            Assert.Equal(40, progress.Total);
        }));

        Assert.Equal([0, .. Enumerable.Range(1, 13).Select(i => 3 * i), 40], done);
        Assert.Equal(40, read);
        Assert.InRange(farthest, 0, 6);
    }

    [Fact]
    public void Survey_Cancelled_EndsAtOnceAndReadsNoMore()
    {
        using CnnModel model = Load(batch: 2);
        using var cancelled = new CancellationTokenSource();
        int read = 0;
        RgbImage picture = Numbers.Picture(9, 9, 1);
        IEnumerable<ImageSource> sources = Enumerable.Range(0, 1000).Select(i => new ImageSource($"{i}", () =>
        {
            Interlocked.Increment(ref read);
            return picture;
        }));

        Assert.Throws<OperationCanceledException>(() => model.Layers["relu"].Survey(
            sources, null, new Listener(progress => CancelAt(progress.Done, cancelled)), cancelled.Token));

        int whenReturned = Volatile.Read(ref read);
        Thread.Sleep(50);
        Assert.Equal(whenReturned, Volatile.Read(ref read));
        Assert.InRange(whenReturned, 4, 12);
    }

    [Fact]
    public void Survey_FixedBatch_LeavesThePaddingOut()
    {
        using CnnModel fixedBatch = SmallNetwork.Create(batch: 3).Load(new() { Preprocessing = Preprocessing.ZeroToOne });
        using CnnModel free = SmallNetwork.Create().Load(new() { Preprocessing = Preprocessing.ZeroToOne });
        ImageSource[] sources = [.. SurveyCases.Sources(SurveyCases.Pictures(8, 3))];

        Survey expected = free.Layers["relu"].Survey(sources);
        Survey actual = fixedBatch.Layers["relu"].Survey(sources);

        Assert.All(Enumerable.Range(0, 4), channel => Assert.Equal(expected.TopPatches(channel), actual.TopPatches(channel)));
        Assert.All(Enumerable.Range(0, 4), channel => Assert.Equal(expected.Statistics(channel), actual.Statistics(channel)));
    }

    [Fact]
    public void Survey_DeadChannel_IsNamed()
    {
        using CnnModel model = SurveyCases.Network(4)
            .With(proto => proto.Graph.Initializer.First(tensor => tensor.Name == "bias").FloatData[2] = -1000)
            .Load(new() { Preprocessing = Preprocessing.ZeroToOne });

        IReadOnlyList<(string Name, RgbImage Picture)> pictures = SurveyCases.Pictures(5, 1);
        Survey survey = model.Layers["relu"].Survey(SurveyCases.Sources(pictures));

        int[] alwaysZero = [.. Enumerable.Range(0, 5).Where(channel => pictures.All(picture => model.Layers["relu"].FeatureMaps(picture.Picture)[channel].Max == 0))];
        Assert.Contains(2, alwaysZero);
        Assert.InRange(alwaysZero.Length, 1, 4);
        Assert.Equal(alwaysZero, survey.DeadChannels);
        Assert.Equal(1, survey.Statistics(2).ZeroShare);
        Assert.Equal([0, 1, 2, 3, 4], survey.TopPatches(2).Select(patch => patch.Image));
    }

    // The logarithm of a negative number: NaN in some cells of some images.
    [Fact]
    public void Survey_NotANumber_IsLeftOutAndReported()
    {
        using CnnModel model = SurveyCases.Network(4)
            .With(proto => proto.Graph.Node.Insert(2, GraphEdits.NewNode("Log", "log", ["convolved"], "logarithm", [])))
            .Load(new() { Preprocessing = Preprocessing.ZeroToOne });
        IReadOnlyList<(string Name, RgbImage Picture)> pictures = SurveyCases.Pictures(6, 2);

        Survey survey = model.Layers["log"].Survey(SurveyCases.Sources(pictures), new() { TopPatches = 1000, PatchesPerImage = 1000 });

        int mixed = 0;
        for (int channel = 0; channel < survey.Channels; channel++)
        {
            float[] all = [.. pictures.SelectMany(picture => model.Layers["conv"].FeatureMaps(picture.Picture)[channel].Values.ToArray())];
            int positive = all.Count(value => value > 0);
            mixed += positive > 0 && positive < all.Length ? 1 : 0;
            ChannelStatistics statistics = survey.Statistics(channel);
            Assert.Equal((positive, all.Length - positive), (statistics.Count, statistics.NotFinite));
            Assert.Equal(positive, survey.Histogram(channel).Counts.Sum());
            Assert.Equal(positive, survey.TopPatches(channel).Count);
            Assert.True(float.IsFinite(statistics.Maximum) && double.IsFinite(statistics.StandardDeviation));
        }

        Assert.True(mixed > 0, "No channel had both.");
        Assert.Contains(survey.Notes, note => note.StartsWith("log: some activations are NaN or infinite", StringComparison.Ordinal));
    }

    [Fact]
    public void Survey_ClippedActivation_SaysThatTheFirstImagesAreShown()
    {
        using CnnModel model = SurveyCases.Network(4)
            .Initializer("low", [0f])
            .Initializer("high", [0.01f])
            .With(proto => proto.Graph.Node.Insert(2, GraphEdits.NewNode("Clip", "clip", ["activation", "low", "high"], "clipped", [])))
            .Load(new() { Preprocessing = Preprocessing.ZeroToOne });

        Survey survey = model.Layers["clip"].Survey(SurveyCases.Sources(SurveyCases.Pictures(8, 1)), new() { TopPatches = 2 });

        int reached = Enumerable.Range(0, 5).Count(channel => survey.TopPatches(channel)[0].Value == 0.01f);
        Assert.Contains(survey.Notes, note => note.StartsWith($"clip: in {reached} of 5 channels more images reach the largest activation", StringComparison.Ordinal));
        Assert.True(survey.Statistics(survey.Channels - 1).SaturatedShare < 1);
    }

    [Theory]
    [InlineData(0, 1, 64, "TopPatches is 0; it must be from 1 to 1000.")]
    [InlineData(9, 0, 64, "PatchesPerImage is 0; it must be from 1 to 1000.")]
    [InlineData(9, 1, 1, "Bins is 1; it must be from 2 to 4096.")]
    public void Options_OutOfRange_AreRefused(int patches, int perImage, int bins, string message)
    {
        using CnnModel model = Load();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => model.Layers["relu"].Survey(
            SurveyCases.Sources(SurveyCases.Pictures(1, 1)), new() { TopPatches = patches, PatchesPerImage = perImage, Bins = bins }));

        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void Options_Defaults_AreThoseDocumented() =>
        Assert.Equal(new SurveyOptions { TopPatches = 9, PatchesPerImage = 1, Bins = 64, ClassOf = null, ClassAverages = true }, new SurveyOptions());

    [Fact]
    public void Survey_UnknownChannelOrImage_SaysWhatThereIs()
    {
        using CnnModel model = Load();
        Survey survey = model.Layers["relu"].Survey(SurveyCases.Sources(SurveyCases.Pictures(3, 1)));

        Assert.Contains("has no channel 5: it has 5, 0 to 4.", Assert.Throws<ArgumentOutOfRangeException>(() => survey.TopPatches(5)).Message, StringComparison.Ordinal);
        Assert.Contains("no image 3: it saw 3, 0 to 2.", Assert.Throws<ArgumentOutOfRangeException>(() => survey.MostSimilar(3)).Message, StringComparison.Ordinal);
        Assert.Contains("saw no image 'folder0/1.png'.", Assert.Throws<ArgumentException>(() => survey.IndexOf("folder0/1.png")).Message, StringComparison.Ordinal);
        Assert.Equal(1, survey.IndexOf("folder1/1.png"));
    }

    private static CnnModel Load(int? batch = null) => SurveyCases.Network(4).Load(new() { Preprocessing = Preprocessing.ZeroToOne, Execution = new() { BatchSize = batch } });

    private static ImageSource Damaged(string name) => new(name, () => throw new CnnVisException($"{name}: truncated"));

    private static void CancelAt(int done, CancellationTokenSource source)
    {
        if (done >= 4)
        {
            source.Cancel();
        }
    }

    private sealed class Listener(Action<ExplanationProgress> hear) : IProgress<ExplanationProgress>
    {
        public void Report(ExplanationProgress value) => hear(value);
    }
}
