using System.Globalization;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class FiniteDifferencesTests
{
    private static readonly ImageShape Shape = new(2, 4, 6, TensorLayout.Nchw);
    private static readonly float[] Weights = Numbers.Seeded(Shape.ElementCount, seed: 3);
    private static readonly ImageTensor Image = new(Numbers.Seeded(Shape.ElementCount, seed: 4).AsSpan(), Shape);

    [Fact]
    public void FiniteDifferences_OfALinearFunction_AreItsWeights()
    {
        Heatmap map = LinearExplainer().FiniteDifferences(new() { Blocks = 100 }).Map;

        Agreement.Within(1e-3, ChannelSums(), map.Values, "one pixel a block");
    }

    [Fact]
    public void FiniteDifferences_OfBlocks_AreMeansOfTheGradient()
    {
        Heatmap map = LinearExplainer().FiniteDifferences(new() { Blocks = 2 }).Map;

        double[] sums = ChannelSums();
        double topLeft = new[] { 0, 1, 2, 6, 7, 8 }.Average(pixel => sums[pixel]);
        Assert.Equal(topLeft, map[0, 0], 1e-4);
        Assert.Equal(map[0, 0], map[1, 2]);
    }

    [Fact]
    public void FiniteDifferences_OfSegments_MoveTheirPixelsTogether()
    {
        int[] rows = [.. Enumerable.Range(0, Shape.PixelCount).Select(pixel => pixel / Shape.Width)];

        Heatmap map = LinearExplainer().FiniteDifferences(new() { Segments = Segmentation.Of(rows) }).Map;

        Assert.Equal(ChannelSums().Skip(6).Take(6).Average(), map[1, 4], 1e-4);
    }

    [Fact]
    public void RandomDirections_ComeCloserWithTheirNumber_AndSayHowMany()
    {
        Explanation few = LinearExplainer().FiniteDifferences(new() { Blocks = 100, RandomDirections = 20 });
        Explanation many = LinearExplainer().FiniteDifferences(new() { Blocks = 100, RandomDirections = 2000 });

        Assert.True(Error(many) < Error(few) / 3, $"{Error(many)} is not much less than {Error(few)}");
        Assert.Contains("2000 random directions (4000 forward passes)", Assert.Single(many.Notes), StringComparison.Ordinal);
        Assert.Equal(4001, many.ForwardPasses);
    }

    [Fact]
    public void RandomDirections_AreTheSameForAnyBatchSize()
    {
        FiniteDifferencesOptions options = new() { RandomDirections = 30, Seed = 5 };

        Assert.Equal(LinearExplainer(1).FiniteDifferences(options).Map.Values, LinearExplainer(7).FiniteDifferences(options).Map.Values);
        Assert.NotEqual(
            LinearExplainer().FiniteDifferences(options).Map.Values.ToArray(),
            LinearExplainer().FiniteDifferences(options with { Seed = 6 }).Map.Values.ToArray());
    }

    [Theory]
    [InlineData("vit")]
    [InlineData("convnext")]
    public void FiniteDifferences_OfASmoothNetwork_AgreeWithItsGradient(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        Explainer explainer = model.Explain(reference.Input.Slice(0)).For(reference.TargetOf(0));

        Heatmap differences = explainer.FiniteDifferences(new() { Blocks = 4, Step = 1e-3f }).Map;

        double[] means = BlockMeans(explainer.Gradient().Map, blocks: 4);
        Agreement.Within(2e-2, means, differences.Values, name);
    }

    [Fact]
    public void Step_ThatCannotBe_IsNamedAlikeInEveryCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal(
                "Step is -0.5; it must be a finite number above 0.",
                Assert.Throws<ArgumentException>(() => LinearExplainer().FiniteDifferences(new() { Step = -0.5f })).Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.ThrowsAny<ArgumentException>(() => LinearExplainer().FiniteDifferences(new() { Blocks = 0 }));
        Assert.Throws<ArgumentException>(() => LinearExplainer().FiniteDifferences(new() { Step = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => LinearExplainer().FiniteDifferences(new() { RandomDirections = 0 }));
        Assert.Throws<ArgumentException>(() => LinearExplainer().FiniteDifferences(new() { Segments = Segmentation.Of([0, 1]) }));
    }

    private static Explainer LinearExplainer(int batchSize = 4) => Explainer.ForScores(
        Image,
        batch => [.. Enumerable.Range(0, batch.Count).Select(i => new[] { batch.Slice(i).Values.ToArray().Zip(Weights, (x, w) => x * w).Sum() })],
        new BlackBoxOptions { BatchSize = batchSize, ScoreKind = ScoreKind.Logit });

    private static double[] ChannelSums() => [.. Enumerable.Range(0, Shape.PixelCount).Select(pixel => (double)Weights[pixel] + Weights[Shape.PixelCount + pixel])];

    private static double Error(Explanation explanation) =>
        ChannelSums().Zip(explanation.Map.Values.ToArray(), (expected, actual) => Math.Pow(expected - actual, 2)).Sum();

    private static double[] BlockMeans(Heatmap map, int blocks)
    {
        int BlockOf(int pixel) => (pixel / map.Width * blocks / map.Height * blocks) + (pixel % map.Width * blocks / map.Width);
        ILookup<int, float> values = Enumerable.Range(0, map.Values.Length).ToLookup(BlockOf, pixel => map.Values[pixel]);
        return [.. Enumerable.Range(0, map.Values.Length).Select(pixel => (double)values[BlockOf(pixel)].Average())];
    }
}
