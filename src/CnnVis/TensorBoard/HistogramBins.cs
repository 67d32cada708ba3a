namespace CnnVis.TensorBoard;

/// <summary>
/// Histograms in the form of TensorFlow 1 and PyTorch's writer, which keeps the sums too. The first and the last bin are never empty: TensorBoard takes
/// the smallest and the largest number for the outer edges.
/// </summary>
internal static class HistogramBins
{
    // As many as TensorBoard's own writers make and its page draws.
    private const int Count = 30;

    /// <summary>Equal bins from the smallest to the largest number; one where all are the same. A bin holds its lower edge, the last one both.</summary>
    public static HistogramProto Of(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
        {
            return new HistogramProto();
        }

        (double min, double max, double sum, double squares) = (values[0], values[0], 0, 0);
        foreach (float value in values)
        {
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
            sum += value;
            squares += (double)value * value;
        }

        double[] limits = min == max ? [max] : [.. Enumerable.Range(1, Count - 1).Select(edge => min + ((max - min) * edge / Count)), max];
        var histogram = new HistogramProto { Min = min, Max = max, Num = values.Length, Sum = sum, SumSquares = squares };
        histogram.BucketLimit.Add(limits);
        histogram.Bucket.Add(Counted(values, limits, min));
        return histogram;
    }

    /// <summary>The bins as they are; numbers count as the middle of their bin.</summary>
    public static HistogramProto Of(ChannelHistogram counted)
    {
        var histogram = new HistogramProto();
        for (int bin = 0; bin < counted.Counts.Count; bin++)
        {
            long count = counted.Counts[bin];
            double middle = counted.Low + ((bin + 0.5) * counted.BinWidth);
            histogram.Num += count;
            histogram.Sum += count * middle;
            histogram.SumSquares += count * middle * middle;
            histogram.BucketLimit.Add(counted.Low + ((bin + 1) * counted.BinWidth));
            histogram.Bucket.Add(count);
        }

        if (counted.Counts.Count > 0)
        {
            (histogram.Min, histogram.Max) = (counted.Low, counted.High);
        }

        return histogram;
    }

    private static double[] Counted(ReadOnlySpan<float> values, double[] limits, double min)
    {
        double[] counts = new double[limits.Length];
        double scale = limits.Length / (limits[^1] - min);
        foreach (float value in values)
        {
            int bin = limits.Length == 1 ? 0 : Math.Min((int)((value - min) * scale), limits.Length - 1);
            // The division may round across an edge.
            while (bin > 0 && value < limits[bin - 1])
            {
                bin--;
            }

            while (bin < limits.Length - 1 && value >= limits[bin])
            {
                bin++;
            }

            counts[bin]++;
        }

        return counts;
    }
}
