using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class PartitionShapTests
{
    // Halves of 2 x 4 pixels: left and right, then upper and lower row of each, then the single pixels.
    private static readonly object Tree = ((((0, 1), (4, 5)), ((2, 3), (6, 7))));

    [Fact]
    public void PartitionShap_DividedToTheEnd_IsTheOwenValuesOverAllOrdersOfTheTree()
    {
        SegmentGame game = SegmentGame.Random(2, 4, seed: 21);
        int[][] orders = [.. Orders(Tree)];
        Assert.Equal(128, orders.Length);

        Explanation explanation = game.Explain().PartitionShap();

        Agreement.Within(1e-5, game.MeanGains(orders), explanation.Map.Values, "Owen values");
        // Divisions: 1 of the image, 4 of halves, 16 of quarters, two passes for each.
        Assert.Equal(1 + 1 + (2 * 21), explanation.ForwardPasses);
    }

    [Fact]
    public void PartitionShap_OfAnAdditiveScore_IsTheShapleyValues()
    {
        float[] weights = Numbers.Seeded(8, seed: 2);
        SegmentGame game = new(
            2, 4, [.. Enumerable.Range(0, 256).Select(coalition => weights.Where((_, i) => (coalition & (1 << i)) != 0).Sum())]);

        Agreement.Within(1e-5, weights, game.Explain().PartitionShap().Map.Values, "weights");
        Agreement.Within(1e-5, game.Shapley(), game.Explain().PartitionShap().Map.Values, "Shapley values");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(43)]
    public void PartitionShap_OfAnyBudget_AddsUpAndKeepsToIt(int evaluations)
    {
        SegmentGame game = SegmentGame.Random(3, 4, seed: 22);

        Explanation explanation = game.Explain().PartitionShap(new() { MaxEvaluations = evaluations });

        Assert.Equal(game.Total(), explanation.Map.Values.ToArray().Sum(value => (double)value), 1e-5);
        Assert.InRange(explanation.ForwardPasses - 1, evaluations - 1, evaluations);
    }

    [Fact]
    public void PartitionShap_ScoreOfOneSegment_IsDividedThereAndNowhereElse()
    {
        ImageShape shape = new(1, 16, 16, TensorLayout.Nchw);
        var image = new ImageTensor(Enumerable.Repeat(1f, 256).ToArray().AsSpan(), shape);
        Explainer explainer = Explainer.ForScores(
            image,
            images => [.. Enumerable.Range(0, images.Count).Select(i => new[] { images.Slice(i).Values[(5 * 16) + 9] })],
            new() { ScoreKind = ScoreKind.Logit });

        Heatmap few = explainer.PartitionShap(new() { MaxEvaluations = 1 + (2 * 15) }).Map;
        Heatmap all = explainer.PartitionShap(new() { MaxEvaluations = 10_000 }).Map;

        // Four levels of halves leave a sixteenth, each level seen in twice as many situations: 1 + 2 + 4 + 8 divisions.
        Assert.Equal(
            [.. from y in Enumerable.Range(0, 16) from x in Enumerable.Range(0, 16) select y is >= 4 and < 8 && x is >= 8 and < 12 ? 1 / 16f : 0],
            few.Values.ToArray());
        Assert.Equal(1, all[5, 9]);
        Assert.Equal(1, all.Values.ToArray().Sum());
    }

    // Larger parts than pixels: the halves are cut between the centres of segments, whatever their form.
    [Fact]
    public void PartitionShap_OfOwnSegments_SharesTheirValuesAmongTheirPixels()
    {
        SegmentGame game = SegmentGame.Random(2, 4, seed: 23);
        int[] left = [0, 1, 4];

        Explanation explanation = game.Explain().PartitionShap(new() { Segments = Segmentation.Of([3, 3, 5, 5, 3, 5, 5, 5]) });

        double[] values = game.MeanGains([[0, 1, 4, 2, 3, 5, 6, 7], [2, 3, 5, 6, 7, 0, 1, 4]]);
        double first = left.Sum(pixel => values[pixel]);
        double second = values.Sum() - first;
        Agreement.Within(
            1e-5, [.. Enumerable.Range(0, 8).Select(pixel => left.Contains(pixel) ? first / 3 : second / 5)], explanation.Map.Values, "segments");
    }

    [Fact]
    public void PartitionShap_SegmentsAroundOneCentre_AreStillDivided()
    {
        SegmentGame game = SegmentGame.Random(1, 4, seed: 24);

        Explanation explanation = game.Explain().PartitionShap(new() { Segments = Segmentation.Of([0, 1, 1, 0]) });

        Assert.Equal(explanation.Map[0, 0], explanation.Map[0, 3]);
        Assert.NotEqual(explanation.Map[0, 0], explanation.Map[0, 1]);
    }

    [Fact]
    public void PartitionShap_OfSeveralTargets_SharesTheirPasses()
    {
        SegmentGame game = new(2, 4, Numbers.Seeded(256, 1), Numbers.Seeded(256, 2));

        Explanation explanation = game.Explain().PartitionShap();

        Assert.Equal(1 + 1 + (2 * 21), explanation.ForwardPasses);
        Agreement.Within(1e-5, game.MeanGains([.. Orders(Tree)], table: 1), explanation.Maps[1].Values, "second target");
    }

    [Fact]
    public void PartitionShap_AnyBatchSize_GivesTheSameMap()
    {
        SegmentGame game = SegmentGame.Random(3, 4, seed: 25);
        PartitionShapOptions options = new() { MaxEvaluations = 61 };

        Assert.Equal(game.Explain(batchSize: 1).PartitionShap(options).Map.Values, game.Explain(batchSize: 32).PartitionShap(options).Map.Values);
    }

    [Fact]
    public void Options_OutOfRange_Throw() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentGame.Random(1, 2, 1).Explain().PartitionShap(new() { MaxEvaluations = 2 }));

    /// <summary>All orders in which the members of every half stay together.</summary>
    private static IEnumerable<int[]> Orders(object tree) => tree is System.Runtime.CompilerServices.ITuple pair
        ? from first in Orders(pair[0]!)
          from second in Orders(pair[1]!)
          from order in new int[][] { [.. first, .. second], [.. second, .. first] }
          select order
        : [[(int)tree]];
}
