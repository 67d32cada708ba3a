namespace CnnVis.TestSupport.TensorBoard;

/// <summary>A histogram, by the field numbers of TensorFlow's histogram.proto.</summary>
internal sealed class ReadHistogram(WireMessage histogram)
{
    public double Min { get; } = histogram.Double(1);

    public double Max { get; } = histogram.Double(2);

    public double Count { get; } = histogram.Double(3);

    public double Sum { get; } = histogram.Double(4);

    public double SumOfSquares { get; } = histogram.Double(5);

    public double[] Limits { get; } = histogram.Doubles(6);

    public double[] Counts { get; } = histogram.Doubles(7);

    /// <summary>What TensorBoard makes of it: empty bins at the ends dropped, the smallest and largest number as outer edges.</summary>
    public IReadOnlyList<(double Left, double Right, double Count)> Shown()
    {
        int first = Array.FindIndex(Counts, count => count > 0);
        int last = Array.FindLastIndex(Counts, count => count > 0);
        return first < 0
            ? []
            : [.. Enumerable.Range(first, last - first + 1).Select(bin => (bin == first ? Min : Limits[bin - 1], bin == last ? Max : Limits[bin], Counts[bin]))];
    }
}
