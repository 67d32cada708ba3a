using System.Globalization;
using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>Scores the image with each window of a grid filled, batch by batch.</summary>
internal sealed class WindowScores(ExplanationContext context, WindowGrid grid, float[] fill)
{
    private int[] All => [.. Enumerable.Range(0, grid.Count)];

    /// <summary>Scores every window.</summary>
    /// <param name="mode">How much of the network is computed for each, where it pays to compute less than all.</param>
    /// <param name="add">Takes a window's number and its score for each target.</param>
    public void Each(IncrementalMode mode, Action<int, float[]> add)
    {
        if (mode == IncrementalMode.Off)
        {
            InFull(All, add);
        }
        else if (Objection(mode) is { } objection)
        {
            context.NoteCost($"Every window runs through the whole network, because {objection}.");
            if (mode.IsApproximate)
            {
                context.AddNote($"Not approximate: every window ran through the whole network, because {objection}.");
            }

            InFull(All, add);
        }
        else if (!IncrementalNetworks.Of(context.Model).Use(
            grid.Rows, grid.Columns, mode.Threshold, network => mode.IsApproximate ? Approximate(network, mode, add) : TryScore(network, add)))
        {
            InFull(All, add);
        }
    }

    private string? Objection(IncrementalMode mode) => context.HasModel
        ? IncrementalNetworks.Of(context.Model).Objection(context.Input.Shape, grid.Rows, grid.Columns, mode.Threshold)
        : "only scores are known";

    private void InFull(int[] windows, Action<int, float[]> add)
    {
        ImageBatch batch = context.NewBatch();
        context.ExpectPasses(windows.Length);
        foreach (int[] chunk in windows.Chunk(batch.Capacity))
        {
            Hide(batch, chunk);
            float[][] scores = context.Score(batch, chunk.Length);
            for (int i = 0; i < chunk.Length; i++)
            {
                add(chunk[i], scores[i]);
                batch.Restore(i, grid[chunk[i]]);
            }
        }
    }

    private bool Approximate(IncrementalNetwork network, IncrementalMode mode, Action<int, float[]> add)
    {
        float[][] scores = new float[grid.Count][];
        context.ExpectPasses(grid.Count);
        Incrementally(NewImage(network), (window, scored) => scores[window] = scored);
        var check = new ApproximationCheck(context.Scores, scores, grid);
        InFull(check.Windows, check.Add);
        context.AddNote(check.Note(mode));
        for (int window = 0; window < scores.Length; window++)
        {
            add(window, scores[window]);
        }

        return true;
    }

    /// <returns>False where nothing was scored, because the whole network says something else.</returns>
    private bool TryScore(IncrementalNetwork network, Action<int, float[]> add)
    {
        IncrementalImage image = NewImage(network);
        int middle = (grid.Rows.Count / 2 * grid.Columns.Count) + (grid.Columns.Count / 2);
        context.ExpectPasses(grid.Count + 2);
        foreach (int window in new[] { 0, middle })
        {
            if (!AgreesInFull(image, window))
            {
                context.AddNote(
                    $"Every window ran through the whole network: computing what window {window} changes gave other scores. That should not happen; please report it with the model.");
                return false;
            }
        }

        Incrementally(image, add);
        return true;
    }

    private IncrementalImage NewImage(IncrementalNetwork network)
    {
        context.NoteCost(string.Create(CultureInfo.InvariantCulture, $"Each window computes {network.Plan.Share:P0} of the network: what it changes, and what follows."));
        return new(network, context.Input, fill, context.BatchSize, context.CancellationToken);
    }

    private void Incrementally(IncrementalImage image, Action<int, float[]> add)
    {
        foreach (int[] windows in All.Chunk(image.Capacity))
        {
            float[][] scores = context.ScoreWindows(image, windows, Array.ConvertAll(windows, window => grid[window]));
            for (int i = 0; i < windows.Length; i++)
            {
                add(windows[i], scores[i]);
            }
        }
    }

    /// <summary>The borders of every kind of operator are tested, but a model may hold what no test does: one look is cheap.</summary>
    private bool AgreesInFull(IncrementalImage image, int window)
    {
        ImageBatch batch = context.NewBatch(1);
        Hide(batch, [window]);
        return context.Agrees(image, window, grid[window], batch);
    }

    private void Hide(ImageBatch batch, int[] windows)
    {
        for (int i = 0; i < windows.Length; i++)
        {
            context.Input.Shape.CopyRectangle(fill, batch[i], grid[windows[i]]);
        }
    }
}
