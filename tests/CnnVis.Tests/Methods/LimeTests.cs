using System.Globalization;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class LimeTests
{
    private const int Players = 8;

    /// <summary>Two images for 49 coefficients and next to no penalty: there is no one answer, and the message says what to change.</summary>
    [Fact]
    public void Lime_OfTooFewSamplesWithoutPenalty_SaysWhatToRaise()
    {
        Explainer explainer = Explainer.ForScores(SmallNetwork.Images(1), batch => [.. Enumerable.Range(0, batch.Count).Select(i => new[] { batch.Values[i * SmallNetwork.Shape.ElementCount], 0f })]);

        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => explainer.For(0).Lime(new() { Segments = Segmentation.Grid(6), Samples = 2, Alpha = 1e-30f }));

        Assert.Contains("Raise Samples or Alpha.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lime_OfASumOfSegments_RecoversIt()
    {
        float[] weights = Numbers.Seeded(Players, seed: 2);
        SegmentGame game = new(2, 4, [.. Coalitions.Select(coalition => 3 + weights.Where((_, i) => IsShown(coalition, i)).Sum())]);

        Explanation explanation = Explain(game, new() { Alpha = 1e-4f });

        Agreement.Within(1e-4, weights, explanation.Map.Values, "coefficients");
        Assert.Equal("R^2 of the fit: 1.00.", explanation.Notes[^1]);
    }

    // Where the objective is least, no step in any direction makes it smaller.
    [Fact]
    public void Lime_OfAnyScore_MinimizesTheWeightedSquaresWithThePenalty()
    {
        float[] table = Numbers.Seeded(1 << Players, seed: 7);
        SegmentGame game = new(2, 4, table);
        LimeOptions options = new() { Samples = 100, Alpha = 0.5f, KernelWidth = 0.3f };

        Explanation explanation = Explain(game, options);

        Assert.Equal(100, game.Scored.Count);
        double[] coefficients = [.. explanation.Map.Values.ToArray().Select(value => (double)value)];
        double Objective(double intercept, double[] beta) =>
            game.Scored.Sum(coalition => Weight(coalition, 0.3) * Math.Pow(table[coalition] - intercept - Value(coalition, beta), 2))
            + (0.5 * beta.Sum(value => value * value));
        double weights = game.Scored.Sum(coalition => Weight(coalition, 0.3));
        double intercept = game.Scored.Sum(coalition => Weight(coalition, 0.3) * (table[coalition] - Value(coalition, coefficients))) / weights;
        double least = Objective(intercept, coefficients);
        for (int i = 0; i < Players; i++)
        {
            foreach (double step in new[] { -1e-3, 1e-3 })
            {
                double[] moved = [.. coefficients.Select((value, j) => i == j ? value + step : value)];
                Assert.True(Objective(intercept, moved) > least, $"coefficient {i}, step {step}");
            }
        }

        double mean = game.Scored.Sum(coalition => Weight(coalition, 0.3) * table[coalition]) / weights;
        double squares = least - (0.5 * coefficients.Sum(value => value * value));
        double explained = 1 - (squares / game.Scored.Sum(coalition => Weight(coalition, 0.3) * Math.Pow(table[coalition] - mean, 2)));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"R^2 of the fit: {explained:0.00}."), explanation.Notes[^1]);
    }

    [Fact]
    public void Lime_FirstSample_IsTheWholeImage_TheOthersShowHalfOfIt()
    {
        SegmentGame game = SegmentGame.Random(3, 4, seed: 1);

        Explanation explanation = Explain(game, new() { Samples = 500 });

        Assert.Equal(500, explanation.ForwardPasses);
        Assert.Equal((1 << 12) - 1, game.Scored[0]);
        Assert.Equal(6, game.Scored.Skip(1).Average(coalition => int.PopCount(coalition)), 0.3);
    }

    [Fact]
    public void Lime_HiddenSegments_HaveTheirMeanColor()
    {
        ImageShape shape = new(2, 2, 4, TensorLayout.Nhwc);
        var image = new ImageTensor(Numbers.Seeded(16, 1).AsSpan(), shape);
        int[] leftAndRight = [0, 0, 1, 1, 0, 0, 1, 1];
        var seen = new List<float[]>();
        Explainer explainer = Explainer.ForScores(image, images =>
        {
            seen.AddRange(Enumerable.Range(0, images.Count).Select(i => images.Slice(i).Values.ToArray()));
            return [.. Enumerable.Range(0, images.Count).Select(_ => new float[] { 1 })];
        });

        Explanation explanation = explainer.Lime(new() { Segments = Segmentation.Of(leftAndRight), Samples = 40 });

        Assert.Equal("Baseline: each segment's own mean colour.", explanation.Notes[0]);
        Assert.Equal("R^2 of the fit: none, for the score never changed.", explanation.Notes[^1]);
        Assert.All(explanation.Map.Values.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal(4, seen.DistinctBy(values => string.Join(' ', values)).Count());
        for (int i = 0; i < 16; i++)
        {
            float mean = Enumerable.Range(0, 16)
                .Where(other => other % 2 == i % 2 && leftAndRight[other / 2] == leftAndRight[i / 2])
                .Average(other => image.Values[other]);
            Assert.All(seen, values => Assert.True(values[i] == image.Values[i] || Math.Abs(values[i] - mean) < 1e-6));
        }
    }

    [Fact]
    public void Lime_OfSeveralTargets_SaysHowWellEachFits()
    {
        float[] sums = [.. Coalitions.Select(coalition => (float)int.PopCount(coalition))];
        SegmentGame game = new(2, 4, sums, Numbers.Seeded(1 << Players, seed: 7));

        Explanation explanation = Explain(game, new() { Alpha = 1e-4f });

        Assert.Matches(@"^R\^2 of the fits, by target: 1\.00, 0\.\d\d\.$", explanation.Notes[^1]);
        Assert.All(explanation.Maps[0].Values.ToArray(), value => Assert.Equal(1, value, 1e-3));
    }

    [Fact]
    public void Lime_OtherSeed_OtherMap_OtherBatchSize_SameMap()
    {
        SegmentGame game = SegmentGame.Random(2, 4, seed: 7);
        LimeOptions options = new() { Segments = game.Pixels, Baseline = Baseline.Zero, Samples = 50 };

        Assert.Equal(game.Explain(batchSize: 1).Lime(options).Map.Values, game.Explain(batchSize: 32).Lime(options).Map.Values);
        Assert.NotEqual(game.Explain().Lime(options).Map.Values.ToArray(), game.Explain().Lime(options with { Seed = 1 }).Map.Values.ToArray());
    }

    [Fact]
    public void LimeOptions_New_HasLimesOwnDefaults()
    {
        var options = new LimeOptions();

        Assert.Equal("quickshift:4:200:0.2", options.Segments.ToString());
        Assert.Equal((1000, 0.25f, 1), (options.Samples, options.KernelWidth, options.Alpha));
        Assert.Null(options.Baseline);
    }

    [Fact]
    public void Options_OutOfRange_ThrowBeforeAnyWork()
    {
        Explainer unused = Explainer.ForScores(
            new ImageTensor(new float[4], new ImageShape(1, 2, 2, TensorLayout.Nchw)), _ => throw new InvalidOperationException("It was scored."));

        Assert.Throws<ArgumentOutOfRangeException>(() => unused.Lime(new() { Samples = 1 }));
        Assert.Throws<ArgumentException>(() => unused.Lime(new() { Alpha = 0 }));
        Assert.Throws<ArgumentException>(() => unused.Lime(new() { KernelWidth = float.NaN }));
        Assert.Throws<ArgumentException>(() => unused.Lime(new() { Segments = Segmentation.Of([0]) }));
    }

    private static IEnumerable<int> Coalitions => Enumerable.Range(0, 1 << Players);

    private static Explanation Explain(SegmentGame game, LimeOptions options) =>
        game.Explain().Lime(options with { Segments = game.Pixels, Baseline = Baseline.Zero });

    private static bool IsShown(int coalition, int player) => (coalition & (1 << player)) != 0;

    private static double Value(int coalition, double[] coefficients) => coefficients.Where((_, i) => IsShown(coalition, i)).Sum();

    private static double Weight(int coalition, double width)
    {
        double cosine = int.PopCount(coalition) / Math.Sqrt((double)int.PopCount(coalition) * Players);
        double distance = coalition == 0 ? 1 : 1 - cosine;
        return Math.Sqrt(Math.Exp(-distance * distance / (width * width)));
    }
}
