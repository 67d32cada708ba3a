using CnnVis.Tests.Support;

namespace CnnVis.Tests.Explanations;

public class HeatmapComparisonTests
{
    // The answers of scikit-image 0.19 (Golden/make_similarity.py).
    [Theory]
    [InlineData(40, 30, 0.2, 0.9356925704464648)]
    [InlineData(40, 30, 1.5, 0.0018971789063810518)]
    [InlineData(11, 17, 0.4, 0.7916055026041)]
    [InlineData(24, 24, 3.0, 0.9669678345941528)]
    public void StructuralSimilarity_IsThatOfScikitImage(int height, int width, double phase, double expected) =>
        Assert.Equal(expected, HeatmapComparison.Of(Waves(height, width, 0), Waves(height, width, phase)).StructuralSimilarity, 1e-5);

    [Theory]
    [InlineData(40, 30, MapScaling.Symmetric)]
    [InlineData(7, 7, MapScaling.PositivePart)]
    [InlineData(2, 5, MapScaling.Stretched)]
    [InlineData(1, 12, MapScaling.Symmetric)]
    public void AMapAndItself_AreTheSame(int height, int width, MapScaling scaling)
    {
        var map = new Heatmap(Numbers.Seeded(height * width, 3), height, width, scaling);

        HeatmapComparison same = HeatmapComparison.Of(map, map);

        Assert.Equal(1, same.RankCorrelation, 1e-12);
        Assert.Equal(1, same.StructuralSimilarity, 1e-9);
        Assert.Equal(1, same.TopIntersection, 1e-12);
        Assert.Equal(0, same.CentreShift);
    }

    [Theory]
    [InlineData(24, 24, 24, 24)]
    [InlineData(7, 7, 30, 20)]
    [InlineData(5, 40, 40, 5)]
    public void Comparison_IsTheSameTheOtherWayRound(int height, int width, int otherHeight, int otherWidth)
    {
        var first = new Heatmap(Numbers.Seeded(height * width, 1), height, width, MapScaling.Symmetric);
        var second = new Heatmap(Numbers.Seeded(otherHeight * otherWidth, 2), otherHeight, otherWidth, MapScaling.PositivePart);

        HeatmapComparison one = HeatmapComparison.Of(first, second);
        HeatmapComparison other = HeatmapComparison.Of(second, first);

        Assert.Equal(one.RankCorrelation, other.RankCorrelation, 1e-12);
        Assert.Equal(one.StructuralSimilarity, other.StructuralSimilarity, 1e-12);
        Assert.Equal(one.TopIntersection, other.TopIntersection, 1e-12);
        Assert.Equal(one.CentreShift, other.CentreShift, 1e-12);
        Assert.InRange(one.TopIntersection, 0, 1);
    }

    [Fact]
    public void TheOppositeMap_HasTheOppositeRanksAndNoSharedTenth()
    {
        float[] numbers = Numbers.Seeded(400, 5);

        HeatmapComparison opposite = HeatmapComparison.Of(Map(numbers, 20, 20), Map([.. numbers.Select(number => -number)], 20, 20));

        Assert.Equal(-1, opposite.RankCorrelation, 1e-12);
        Assert.InRange(opposite.StructuralSimilarity, -1, 0);
        Assert.Equal(0, opposite.TopIntersection);
    }

    // Of 20 pixels two are the tenth. One of them is shared; or half of one, where two equal pixels are after one place.
    [Theory]
    [InlineData(new[] { 0, 1 }, new int[0], new[] { 0, 1 }, new int[0], 1)]
    [InlineData(new[] { 0, 1 }, new int[0], new[] { 1, 2 }, new int[0], 0.5)]
    [InlineData(new[] { 0, 1 }, new int[0], new[] { 7, 8 }, new int[0], 0)]
    [InlineData(new[] { 0, 1 }, new int[0], new[] { 0 }, new[] { 1, 2 }, 0.75)]
    public void TopIntersection_IsWorkedByHand(int[] strong, int[] weaker, int[] otherStrong, int[] otherWeaker, double expected) => Assert.Equal(
        expected, HeatmapComparison.Of(Map(Marked(strong, weaker), 4, 5), Map(Marked(otherStrong, otherWeaker), 4, 5)).TopIntersection, 1e-12);

    // From the first pixel to the last of 4x5: 4 across and 3 down, of a diagonal of the root of 41.
    [Fact]
    public void CentreShift_IsWorkedByHand()
    {
        HeatmapComparison moved = HeatmapComparison.Of(Map(Marked([0], []), 4, 5), Map(Marked([19], []), 4, 5));

        Assert.Equal(5 / Math.Sqrt(41), moved.CentreShift, 1e-9);
    }

    [Fact]
    public void WhatHasNoEvidence_HasNoCentreAndNoRanks()
    {
        HeatmapComparison empty = HeatmapComparison.Of(Map(new float[20], 4, 5), Map(Marked([3], []), 4, 5));

        Assert.True(double.IsNaN(empty.CentreShift));
        Assert.True(double.IsNaN(empty.RankCorrelation));
        Assert.Equal(0.1, HeatmapComparison.Of(Map(new float[20], 4, 5), Map(Numbers.Seeded(20, 1), 4, 5)).TopIntersection, 1e-12);
    }

    [Fact]
    public void Explanations_AreComparedAtTheSizeOfTheInput()
    {
        var shape = new ImageShape(1, 30, 20, TensorLayout.Nchw);
        Heatmap coarse = Map(Numbers.Seeded(12, 4), 4, 3);
        var fine = new Heatmap(coarse.Resize(30, 20), 30, 20, MapScaling.Symmetric);

        HeatmapComparison comparison = HeatmapComparison.Of(MapExplanations.Of(coarse, shape), MapExplanations.Of(fine, shape));

        Assert.Equal(1, comparison.StructuralSimilarity, 1e-6);
        Assert.Equal(1, comparison.RankCorrelation, 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(() => HeatmapComparison.Of(MapExplanations.Of(coarse, shape), MapExplanations.Of(fine, shape), target: 1));
    }

    private static Heatmap Map(float[] numbers, int height, int width) => new(numbers, height, width, MapScaling.Symmetric);

    private static float[] Marked(int[] strong, int[] weaker) =>
        [.. Enumerable.Range(0, 20).Select(i => strong.Contains(i) ? 3f - (i / 100f) : weaker.Contains(i) ? 1 : 0)];

    private static Heatmap Waves(int height, int width, double phase) => Map(
        [
            .. from y in Enumerable.Range(0, height)
               from x in Enumerable.Range(0, width)
               select (float)(Math.Sin((0.31 * x) + phase) * Math.Cos((0.23 * y) - phase)),
        ],
        height,
        width);
}
