using CnnVis.Features.Surveys;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features.Surveys;

public class StreamingHistogramTests
{
    // By hand: with four bins, 0.5 and 3 need bins one wide, from 0 to 3; -1 makes them two wide, from -2 to 4.
    [Fact]
    public void Add_BeyondTheRange_JoinsBinsInPairs()
    {
        var histogram = new StreamingHistogram(4);

        histogram.Add([0.5f, 3, 1.5f, 0.25f], 0.25f, 3);
        ChannelHistogram before = histogram.ToHistogram();
        histogram.Add([-1], -1, -1);
        ChannelHistogram after = histogram.ToHistogram();

        Assert.Equal((0, 1, [2L, 1, 0, 1]), (before.Low, before.BinWidth, before.Counts.ToArray()), Same);
        Assert.Equal((-2, 2, [1L, 3, 1]), (after.Low, after.BinWidth, after.Counts.ToArray()), Same);
        Assert.Equal(4, after.High);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void Add_AnyOrder_GivesTheSame(int bins)
    {
        // Magnitudes from 1e-30 to 1e30, both signs, zeros.
        float[] values = [.. Numbers.Seeded(400, 5).Select((value, i) => i % 9 == 0 ? 0 : value * MathF.Pow(10, (i % 61) - 30))];

        ChannelHistogram[] results =
        [
            .. new[] { values, [.. values.Reverse()], [.. values.Order()], [.. values.OrderBy(value => MathF.Abs(value))] }.Select(order =>
            {
                var histogram = new StreamingHistogram(bins);
                foreach (float[] part in order.Chunk(7))
                {
                    histogram.Add(part, part.Min(), part.Max());
                }

                return histogram.ToHistogram();
            }),
        ];

        Assert.All(results, result => Assert.Equal(
            (results[0].Low, results[0].BinWidth, results[0].Counts.ToArray()), (result.Low, result.BinWidth, result.Counts.ToArray()), Same));
        Assert.Equal(values.Length, results[0].Counts.Sum());
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-3.7f)]
    [InlineData(float.MaxValue)]
    [InlineData(float.Epsilon)]
    public void Add_OneNumber_IsOneBinAroundIt(float value)
    {
        var histogram = new StreamingHistogram(8);

        histogram.Add([value, value], value, value);

        ChannelHistogram result = histogram.ToHistogram();
        Assert.Equal([2L], result.Counts);
        Assert.InRange(value, result.Low, result.High);
    }

    private static bool Same((double Low, double Width, long[] Counts) one, (double Low, double Width, long[] Counts) other) =>
        (one.Low, one.Width) == (other.Low, other.Width) && one.Counts.AsSpan().SequenceEqual(other.Counts);
}
