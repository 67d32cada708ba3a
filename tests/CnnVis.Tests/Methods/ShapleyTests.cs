using CnnVis.Methods;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class ShapleyTests
{
    private const int Players = 8;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(1, 7)]
    [InlineData(2, 4)]
    [InlineData(1, 11)]
    public void KernelShap_OfFewSegments_IsTheShapleyValuesByDefinition(int height, int width)
    {
        SegmentGame game = SegmentGame.Random(height, width, seed: 11);

        Explanation explanation = game.Explain().KernelShap(new() { Segments = game.Pixels });

        Agreement.Within(1e-5, game.Shapley(), explanation.Map.Values, "Shapley values");
        Assert.Contains($"all {1 << (height * width)} coalitions of {height * width} segments", explanation.Notes[^1], StringComparison.Ordinal);
        Assert.Equal(1 << (height * width), explanation.ForwardPasses);
    }

    [Fact]
    public void KernelShap_OfManySegments_ComesNearerWithItsSamples()
    {
        SegmentGame game = WeightsAndInteractions(3, 4);
        double[] expected = game.Shapley();
        double largest = expected.Max(Math.Abs);

        double Error(int samples)
        {
            Explanation explanation = game.Explain().KernelShap(new() { Segments = game.Pixels, Samples = samples });
            Assert.Equal(game.Total(), explanation.Map.Values.ToArray().Sum(value => (double)value), 1e-5);
            Assert.InRange(explanation.ForwardPasses, samples, samples + 2);
            return explanation.Map.Values.ToArray().Zip(expected, (actual, wanted) => Math.Abs(actual - wanted)).Max() / largest;
        }

        (double few, double more, double many) = (Error(100), Error(1000), Error(4000));
        Assert.True(few < 0.5 && more < few / 2 && many < 0.02, $"{few}, {more}, {many}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(24)]
    public void KernelShap_OfFewerSamplesThanSegments_StillAddsUp(int samples)
    {
        SegmentGame game = SegmentGame.Random(3, 5, seed: 5);

        Explanation explanation = game.Explain().KernelShap(new() { Segments = game.Pixels, Samples = samples });

        Assert.Equal(game.Total(), explanation.Map.Values.ToArray().Sum(value => (double)value), 1e-5);
        Assert.Contains(explanation.Notes, note => note.StartsWith("There are too few samples", StringComparison.Ordinal));
        Assert.All(explanation.Map.Values.ToArray(), value => Assert.InRange(value, -2, 2));
    }

    [Theory]
    [InlineData(12, 300)]
    [InlineData(12, 2048)]
    [InlineData(13, 3000)]
    [InlineData(40, 500)]
    [InlineData(40, 60)]
    public void ShapleyKernel_OfEverySize_HasItsWeight(int players, int samples)
    {
        (bool[] Coalition, double Weight)[] coalitions = [.. new ShapleyKernel(players, samples, seed: 1).Coalitions()];

        double total = Enumerable.Range(1, players - 1).Sum(size => (players - 1.0) / (size * (players - size)));
        Assert.InRange(coalitions.Length, samples - 1, samples);
        Assert.Equal(total, coalitions.Sum(pair => pair.Weight), 1e-9);
        Assert.Equal(
            coalitions.Select(pair => string.Concat(pair.Coalition.Select(shown => shown ? 1 : 0))).Order(),
            coalitions.Select(pair => string.Concat(pair.Coalition.Select(shown => shown ? 0 : 1))).Order());
        for (int size = 1; size < players; size++)
        {
            double weight = coalitions.Where(pair => pair.Coalition.Count(shown => shown) == size).Sum(pair => pair.Weight);
            Assert.Equal((players - 1.0) / (size * (players - size)), weight, total * 2 / Math.Sqrt(samples));
        }
    }

    [Fact]
    public void ShapleyKernel_OfAllCoalitions_HasEachOnceWithTheKernelsWeight()
    {
        (bool[] Coalition, double Weight)[] coalitions = [.. new ShapleyKernel(6, 62, seed: 1).Coalitions()];

        Assert.Equal(62, coalitions.DistinctBy(pair => string.Concat(pair.Coalition)).Count());
        double[] binomials = [1, 6, 15, 20, 15, 6, 1];
        Assert.All(coalitions, pair =>
        {
            int size = pair.Coalition.Count(shown => shown);
            Assert.Equal(5 / (binomials[size] * size * (6 - size)), pair.Weight, 1e-12);
        });
    }

    [Fact]
    public void ShapleySampling_OfManyOrders_ConvergesToTheShapleyValues()
    {
        const int Samples = 2000;
        SegmentGame game = WeightsAndInteractions(2, 4);

        float[] actual = game.Explain().ShapleySampling(new() { Segments = game.Pixels, Samples = Samples }).Map.Values.ToArray();

        // Interactions move what a segment adds by at most 0.6; a value is the mean of independent pairs of orders.
        double standardError = 0.6 / Math.Sqrt(Samples / 2);
        Assert.All(actual.Zip(game.Shapley()), pair => Assert.Equal(pair.Second, pair.First, 4 * standardError));
    }

    // An order and the same order backwards give half of every interaction to each of the two.
    [Fact]
    public void ShapleySampling_OfTwoOrders_IsExactWhereOnlyPairsInteract()
    {
        SegmentGame game = new(2, 4, PairwiseGame());

        Heatmap map = game.Explain().ShapleySampling(new() { Segments = game.Pixels, Samples = 2 }).Map;

        Agreement.Within(1e-5, game.Shapley(), map.Values, "pairs");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void ShapleySampling_OfAnyNumberOfOrders_AddsUpAndCostsAPassForEachStep(int samples)
    {
        SegmentGame game = SegmentGame.Random(2, 4, seed: 9);

        Explanation explanation = game.Explain().ShapleySampling(new() { Segments = game.Pixels, Samples = samples });

        Assert.Equal(game.Total(), explanation.Map.Values.ToArray().Sum(value => (double)value), 1e-5);
        Assert.Equal(2 + (samples * (Players - 1)), explanation.ForwardPasses);
    }

    public static TheoryData<string> Methods => ["kernel-shap", "shapley-sampling"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Segment_ThatChangesNothing_HasNoValue(string method)
    {
        float[] table = Numbers.Seeded(1 << Players, seed: 4);
        SegmentGame game = new(2, 4, [.. table.Select((_, coalition) => table[coalition & ~0b100])]);

        Assert.Equal(0, Explain(method, game).Map.Values[2], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Values_OfASumOfScores_AreTheSumsOfValues(string method)
    {
        float[] first = Numbers.Seeded(1 << Players, seed: 4);
        float[] second = Numbers.Seeded(1 << Players, seed: 6);
        SegmentGame game = new(2, 4, first, second, [.. first.Zip(second, (a, b) => (2 * a) - (3 * b))]);

        IReadOnlyList<Heatmap> maps = Explain(method, game).Maps;

        Agreement.Within(
            1e-5, maps[0].Values.ToArray().Zip(maps[1].Values.ToArray(), (a, b) => (2 * a) - (3 * b)), maps[2].Values, method);
    }

    [Fact]
    public void KernelShap_OfInterchangeableSegments_IsTheSame()
    {
        float[] table = Numbers.Seeded(1 << Players, seed: 4);
        SegmentGame game = new(2, 4, [.. table.Select((_, coalition) => table[Math.Max(coalition, WithFirstTwoSwapped(coalition))])]);

        Heatmap map = Explain("kernel-shap", game).Map;

        Assert.Equal(map.Values[0], map.Values[1], 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void OtherSeed_OtherMap_OtherBatchSize_SameMap(string method)
    {
        SegmentGame game = SegmentGame.Random(3, 4, seed: 5);
        float[] Map(int seed, int batchSize) => ExplanationMethod.Get(method)
            .Recipe(new Dictionary<string, string> { ["segments"] = "grid:4", ["samples"] = "300", ["seed"] = $"{seed}" })(game.Explain(batchSize)).Map.Values.ToArray();

        Assert.Equal(Map(seed: 1, batchSize: 1), Map(seed: 1, batchSize: 32));
        Assert.NotEqual(Map(seed: 1, batchSize: 1), Map(seed: 2, batchSize: 1));
    }

    [Fact]
    public void Options_OutOfRange_ThrowBeforeAnyWork()
    {
        Explainer unused = Explainer.ForScores(
            new ImageTensor(new float[4], new ImageShape(1, 2, 2, TensorLayout.Nchw)), _ => throw new InvalidOperationException("It was scored."));

        Assert.Throws<ArgumentOutOfRangeException>(() => unused.KernelShap(new() { Samples = 1 }));
        Assert.Throws<ArgumentException>(() => unused.KernelShap(new() { Segments = Segmentation.Of([0]) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => unused.ShapleySampling(new() { Samples = 0 }));
        Assert.Throws<ArgumentException>(() => unused.ShapleySampling(new() { Segments = Segmentation.Of([0]) }));
    }

    private static Explanation Explain(string method, SegmentGame game) => ExplanationMethod.Get(method).Recipe(
        new Dictionary<string, string> { ["segments"] = "grid:8", ["samples"] = "254" })(game.Explain());

    private static SegmentGame WeightsAndInteractions(int height, int width)
    {
        float[] weights = Numbers.Seeded(height * width, seed: 6);
        float[] interactions = Numbers.Seeded(1 << (height * width), seed: 5);
        return new SegmentGame(height, width, [.. interactions.Select((value, coalition) =>
            (0.3f * value) + weights.Where((_, i) => (coalition & (1 << i)) != 0).Sum())]);
    }

    private static float[] PairwiseGame()
    {
        float[] weights = Numbers.Seeded(Players * Players, seed: 8);
        return
        [
            .. Enumerable.Range(0, 1 << Players).Select(coalition => (
                from i in Enumerable.Range(0, Players)
                from j in Enumerable.Range(0, Players)
                where (coalition & (1 << i)) != 0 && (coalition & (1 << j)) != 0
                select weights[(i * Players) + j]).Sum()),
        ];
    }

    private static int WithFirstTwoSwapped(int coalition) => (coalition & ~0b11) | ((coalition & 1) << 1) | ((coalition >> 1) & 1);
}
