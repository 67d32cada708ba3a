using CnnVis.TestSupport.TensorBoard;
using CsCheck;

namespace CnnVis.Tests.TensorBoard;

public class HistogramTests
{
    [Fact]
    public void RandomNumbers_AreCountedAsANaiveTwinCountsThem() => Gen.Float[-1e6f, 1e6f].Array[1, 400].Sample(IsCountedNaively);

    [Fact]
    public void FewDifferentNumbers_AreCountedAsANaiveTwinCountsThem() => Gen.Int[-3, 3].Select(value => value / 3f).Array[1, 50].Sample(IsCountedNaively);

    [Theory]
    [InlineData(float.MinValue, 0f, float.MaxValue)]
    [InlineData(0f, float.Epsilon)]
    [InlineData(1f, 1.0000001f, 1.0000002f)]
    [InlineData(-0f, 0f)]
    public void ExtremeNumbers_AreCountedAsANaiveTwinCountsThem(params float[] values) => IsCountedNaively(values);

    // On the edges of the bins, where a division may round across.
    [Fact]
    public void NumbersOnEdges_AreCountedAsANaiveTwinCountsThem()
    {
        for (int width = 1; width < 120; width++)
        {
            IsCountedNaively([.. Enumerable.Range(0, 31).Select(edge => (float)(edge * width))]);
        }
    }

    [Fact]
    public void WholeNumbersFrom0To30_LieOneInABin()
    {
        ReadHistogram histogram = Write(values: [.. Enumerable.Range(0, 31).Select(i => (float)i)]);

        Assert.Equal(Enumerable.Range(1, 30).Select(i => (double)i), histogram.Limits, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([.. Enumerable.Repeat(1.0, 29), 2], histogram.Counts);
        Assert.Equal((0, 30, 31, 465, 9455), (histogram.Min, histogram.Max, histogram.Count, histogram.Sum, histogram.SumOfSquares));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-2.5f)]
    public void EqualNumbers_AreOneBin(float value)
    {
        ReadHistogram histogram = Write([value, value, value]);

        Assert.Equal([(value, value, 3.0)], histogram.Shown());
        Assert.Equal((3.0 * value, 3.0 * value * value), (histogram.Sum, histogram.SumOfSquares));
    }

    [Fact]
    public void NoNumbers_AreNoBins()
    {
        ReadHistogram histogram = Write([]);

        Assert.Equal(0, histogram.Count);
        Assert.Empty(histogram.Shown());
        Assert.Empty(histogram.Limits);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void NumbersThatAreNotFinite_AreRefused(float value, string name)
    {
        using var folder = new TemporaryFolder();
        using var writer = new TensorBoardWriter(folder.Path);

        Assert.StartsWith(
            $"The histogram 'weights' holds {name} at element 2; give finite numbers.",
            Assert.Throws<ArgumentException>(() => writer.AddHistogram("weights", [1, 2, value, 4])).Message,
            StringComparison.Ordinal);
        Assert.Empty(ReadEvents.In(folder.Path).Values);
    }

    [Fact]
    public void SurveyedHistogram_KeepsItsBins()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path))
        {
            writer.AddHistogram("channel", new ChannelHistogram(-0.5, 0.25, [3, 0, 4]), 7);
            writer.AddHistogram("nothing", new ChannelHistogram(0, 1, []));
        }

        var events = ReadEvents.In(folder.Path);
        ReadHistogram histogram = events["channel"].Histogram;
        Assert.Equal(7, events["channel"].Step);
        Assert.Equal([(-0.5, -0.25, 3.0), (-0.25, 0, 0), (0, 0.25, 4)], histogram.Shown());
        Assert.Equal((7, -0.625, 0.484375), (histogram.Count, histogram.Sum, histogram.SumOfSquares));
        Assert.Empty(events["nothing"].Histogram.Shown());
    }

    private static void IsCountedNaively(float[] values)
    {
        ReadHistogram histogram = Write(values);

        Assert.Equal((double)values.Min(), histogram.Min);
        Assert.Equal((double)values.Max(), histogram.Max);
        Assert.Equal(values.Length, histogram.Count);
        Assert.Equal(values.Sum(value => (double)value), histogram.Sum, Math.Abs(histogram.Sum) * 1e-9);
        Assert.Equal(values.Sum(value => (double)value * value), histogram.SumOfSquares, histogram.SumOfSquares * 1e-9);
        IReadOnlyList<(double Left, double Right, double Count)> bins = histogram.Shown();
        Assert.Equal(histogram.Limits.Length, bins.Count);
        Assert.Equal(histogram.Min == histogram.Max ? 1 : 30, bins.Count);
        for (int bin = 0; bin < bins.Count; bin++)
        {
            (double left, double right, double count) = bins[bin];
            bool isLast = bin == bins.Count - 1;
            Assert.True(left < right || bins.Count == 1, $"bin {bin} goes from {left} to {right}");
            Assert.Equal(left + ((histogram.Max - histogram.Min) / bins.Count), right, Math.Abs(histogram.Max - histogram.Min) * 1e-6);
            Assert.Equal(values.Count(value => value >= left && (isLast ? value <= right : value < right)), count);
        }
    }

    private static ReadHistogram Write(float[] values)
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path))
        {
            writer.AddHistogram("values", values);
        }

        return ReadEvents.In(folder.Path)["values"].Histogram;
    }
}
