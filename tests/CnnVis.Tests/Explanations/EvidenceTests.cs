namespace CnnVis.Tests.Explanations;

public class EvidenceTests
{
    // 1 to 4 in the corners of the left half, something against the target on the right.
    private static readonly float[] Numbers =
    [
        1, 0, 0, -5,
        0, 0, 0, 0,
        0, 0, 0, 0,
        2, 3, 0, 4,
    ];

    [Fact]
    public void Shares_AreWorkedByHand()
    {
        Evidence evidence = Of(Numbers).Evidence();

        Assert.Equal(10, evidence.Total, 1e-6);
        Assert.Equal(0.6, evidence.ShareInside(new PixelRectangle(0, 0, 2, 4)), 1e-6);
        Assert.Equal(0.4, evidence.ShareInside(new PixelRectangle(2, 0, 2, 4)), 1e-6);
        Assert.Equal(1, evidence.ShareInside(new PixelRectangle(-5, -5, 20, 20)), 1e-6);
        Assert.Equal(0, evidence.ShareInside(new PixelRectangle(9, 9, 3, 3)), 1e-6);
    }

    [Theory]
    [InlineData(0.3, 4)]
    [InlineData(0.4, 4)]
    [InlineData(0.41, 3)]
    [InlineData(0.9, 2)]
    [InlineData(1, 1)]
    public void Threshold_IsThatOfTheStrongestPixelsThatHoldTheShare(double share, float expected) => Assert.Equal(expected, Of(Numbers).Evidence().ThresholdFor(share));

    [Fact]
    public void Regions_AreThePiecesThatTouch()
    {
        IReadOnlyList<EvidenceRegion> regions = Of(Numbers).Evidence().Regions(0.9);

        Assert.Equal([0.5, 0.4], regions.Select(region => Math.Round(region.Share, 6)));
        Assert.Equal([12, 13], regions[0].Pixels);
        Assert.Equal(new PixelRectangle(0, 3, 2, 1), regions[0].Bounds);
    }

    /// <summary>The picture is twice as wide as what the model sees of it: a box is in the picture's pixels.</summary>
    [Fact]
    public void Boxes_AreInPixelsOfThePicture()
    {
        Evidence evidence = Of(Numbers, new ImageGeometry(80, 40, 20, 0, 40, 40)).Evidence();

        Assert.Equal(0.6, evidence.ShareInside(new PixelRectangle(0, 0, 40, 40)), 1e-6);
        Assert.Equal(0.4 / 4, evidence.ShareInside(new PixelRectangle(50, 35, 5, 5)), 1e-6);
    }

    [Fact]
    public void NothingForTheTarget_HasNoShares()
    {
        Evidence evidence = Of([-1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).Evidence();

        Assert.Equal(0, evidence.ShareInside(new PixelRectangle(0, 0, 4, 4)));
        Assert.Equal(float.PositiveInfinity, evidence.ThresholdFor(0.5));
        Assert.Empty(evidence.Regions(0.5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Shares_OutOfRange_AreRefused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(Numbers).Evidence().Regions(share));

    private static Explanation Of(float[] numbers, ImageGeometry? geometry = null) => Explainer
        .ForScores(
            new ImageTensor(new float[16], new ImageShape(1, 4, 4, TensorLayout.Nchw)),
            images => [.. Enumerable.Range(0, images.Count).Select(_ => new[] { 1f, 0 })],
            new() { Geometry = geometry })
        .Run("Test", new { }, _ => [new Heatmap(numbers, 4, 4, MapScaling.Symmetric)]);
}
