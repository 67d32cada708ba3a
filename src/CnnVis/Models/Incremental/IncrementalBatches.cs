namespace CnnVis.Models;

/// <summary>How many windows are computed together.</summary>
/// <param name="Stage">The most whose parts one run of a stage takes.</param>
/// <param name="Tail">The most images that one run takes behind the last cut.</param>
internal sealed record IncrementalBatches(int Stage, int Tail)
{
    // More share a run's own work, and the weights that it reads; 32 gain little over that and take twice the memory.
    private const int MostWindows = 16;
    private const long MostStageBytes = 64L << 20;

    // Dense layers read their weights once for a run, which takes as long as many images do.
    private const long LargestDenseBytesForImage = 8L << 20;
    private const int MostImages = 64;
    private const long MostTailBytes = 256L << 20;

    /// <summary>How many windows a run is given, and scored together.</summary>
    public int Most => Math.Max(Stage, Tail);

    public static IncrementalBatches Of(IncrementalNetwork network, bool takesBatches)
    {
        int sharing = (int)Math.Clamp(network.Plan.Network.DenseBytes / LargestDenseBytesForImage, MostWindows, MostImages);
        return new(
            network.Budget.ImagesPerRun(network.Plan.BytesPerWindow, MostStageBytes, Math.Min(MostWindows, network.MostImages)),
            network.Budget.ImagesPerRun(network.TailBytes, MostTailBytes, takesBatches ? Math.Min(sharing, network.MostImages) : 1));
    }
}
