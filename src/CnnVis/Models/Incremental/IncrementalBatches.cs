using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>How many windows are computed together.</summary>
/// <param name="Workers">Who computes them, side by side.</param>
/// <param name="Stage">The most whose parts one run of a stage takes.</param>
/// <param name="Tail">The most images that one run takes behind the last cut.</param>
internal sealed record IncrementalBatches(Workers Workers, int Stage, int Tail)
{
    // More share a run's own work, and the weights that it reads; 16 gain nothing.
    private const int MostWindows = 12;

    // Dense layers read their weights once for a run, which takes as long as many images do.
    private const long LargestDenseBytesForImage = 8L << 20;
    private const int MostImages = 64;

    // Workers that are done early wait for the last one. With more turns they wait less often, but so is progress reported.
    private const int Turns = 2;

    /// <summary>How many windows a worker is given at a time.</summary>
    public int Most => Math.Max(Stage, Tail);

    /// <summary>How many windows are scored before all workers wait for the last of them.</summary>
    public int Capacity => Turns * Workers.Count * Most;

    public static IncrementalBatches Of(IncrementalNetwork network, bool takesBatches)
    {
        Workers workers = network.Workers.AtMost(network.Budget.ImagesPerRun(network.LeastBytes, IncrementalNetwork.UsualBytes, network.Workers.Count));
        int sharing = (int)Math.Clamp(network.Plan.Network.DenseBytes / LargestDenseBytesForImage, MostWindows, MostImages);
        return new(workers, Each(network.Plan.BytesPerWindow, MostWindows), takesBatches ? Each(network.TailBytes, sharing) : 1);

        int Each(long bytes, int most) =>
            Math.Max(1, network.Budget.ImagesPerRun(bytes, IncrementalNetwork.UsualBytes, workers.Count * Math.Min(most, network.MostImages)) / workers.Count);
    }
}
