namespace CnnVis.Models;

/// <summary>Scores an image with windows filled, by computing what each window changes and taking the rest from the unchanged image.</summary>
internal sealed class IncrementalImage : IDisposable
{
    private readonly IncrementalNetwork _network;
    private readonly IncrementalBatches _batches;
    private readonly UnchangedTensors _unchanged;
    private readonly IncrementalWorker[] _workers;

    /// <param name="network">The network.</param>
    /// <param name="image">The unchanged image.</param>
    /// <param name="fill">What windows are filled with: an image of the same shape.</param>
    /// <param name="batches">How many windows are computed together.</param>
    /// <param name="cancellationToken">Cancels the runs.</param>
    public IncrementalImage(IncrementalNetwork network, ImageTensor image, float[] fill, IncrementalBatches batches, CancellationToken cancellationToken)
    {
        _network = network;
        _batches = batches;
        _unchanged = new UnchangedTensors(network, image, fill, cancellationToken);
        _workers = [.. Enumerable.Range(0, batches.Workers.Count).Select(_ => new IncrementalWorker(network, _unchanged, batches, cancellationToken))];
    }

    /// <summary>
    /// Windows in groups of about as many, none more than are scored together; the first groups take about as long as those that follow, so that they tell how long that is.
    /// </summary>
    public IEnumerable<int[]> Groups(int[] windows)
    {
        double mean = windows.Select(_network.Order.SizeOf).DefaultIfEmpty().Average();
        return _network.Order.Of(windows)
            .InEvenParts(_batches.Capacity)
            .OrderBy(group => Math.Abs(group.Average(_network.Order.SizeOf) - mean));
    }

    /// <summary>What scoring so many windows together takes.</summary>
    public long BytesOf(int windows) =>
        (Math.Min(windows, _workers.Length * _batches.Stage) * _network.Plan.BytesPerWindow) + (Math.Min(windows, _workers.Length * _batches.Tail) * _network.TailBytes);

    /// <summary>Scores some windows.</summary>
    /// <param name="windows">Their numbers in the grid, row by row.</param>
    /// <param name="places">Where they lie on the image.</param>
    public ScorePass Score(int[] windows, PixelRectangle[] places)
    {
        int turns = EvenParts.DivideUp(windows.Length, _workers.Length * _batches.Most);
        int each = EvenParts.DivideUp(windows.Length, _workers.Length * turns);
        int[][] shares = [.. windows.Chunk(each)];
        var passes = new ScorePass[shares.Length];
        _batches.Workers.Each(shares.Length, (worker, share) =>
            passes[share] = _workers[worker].Score(shares[share], places.AsSpan(share * each, shares[share].Length)));
        return ScorePass.Join(passes);
    }

    /// <summary>Hands its memory back.</summary>
    public void Dispose()
    {
        Array.ForEach(_workers, worker => worker.Dispose());
        _unchanged.Dispose();
    }
}
