namespace CnnVis;

/// <summary>
/// How often a channel's activations had which size. Bins are powers of two wide and lie between multiples of their width, so zero is always an edge
/// and the bins do not depend on the order of the images.
/// </summary>
/// <param name="Low">Where the first bin begins. A bin holds its lower edge, not its upper one.</param>
/// <param name="BinWidth">The width of each bin.</param>
/// <param name="Counts">How many activations lie in each bin; the first and the last are not empty.</param>
public sealed record ChannelHistogram(double Low, double BinWidth, IReadOnlyList<long> Counts)
{
    /// <summary>Where the last bin ends.</summary>
    public double High => Low + (BinWidth * Counts.Count);
}
