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
        bool asksForLess = mode != IncrementalMode.Off;
        string? objection = asksForLess ? Objection(mode) : null;
        if (objection is not null)
        {
            context.NoteCost($"Every window {(mode.IsApproximate ? "that is scored " : "")}runs through the whole network, because {objection}.");
        }

        if (objection is not null && mode.IsApproximate)
        {
            context.AddNote($"Windows that were scored ran through the whole network: {objection}.");
        }

        if (!asksForLess || objection is not null || !IncrementalNetworks.Of(context.Model).Use(grid.Rows, grid.Columns, mode.Threshold, network => TryScore(network, mode, add)))
        {
            EachBy(InFull, mode, isExact: true, add);
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

    /// <returns>False where nothing was scored, because the whole network says something else.</returns>
    private bool TryScore(IncrementalNetwork network, IncrementalMode mode, Action<int, float[]> add)
    {
        using IncrementalImage image = NewImage(network);
        bool isExact = mode.Threshold == 1;
        if (isExact && !network.IsTrusted)
        {
            network.IsTrusted = AgreesOnTwoWindows(image);
            if (!network.IsTrusted)
            {
                return false;
            }
        }

        EachBy((windows, take) => Incrementally(image, windows, take), mode, isExact, add);
        return true;
    }

    /// <summary>Scores every window, or those that the mode does not leave out.</summary>
    /// <param name="score">Scores some.</param>
    /// <param name="mode">Whether some windows may be left out.</param>
    /// <param name="isExact">Whether that gives what the whole network says.</param>
    /// <param name="add">Takes a window's number and its score for each target.</param>
    private void EachBy(Action<int[], Action<int, float[]>> score, IncrementalMode mode, bool isExact, Action<int, float[]> add)
    {
        if (!mode.IsApproximate)
        {
            score(All, add);
            return;
        }

        var drillDown = new DrillDown(grid);
        if (isExact && drillDown.Count + ApproximationCheck.MostWindows >= grid.Count)
        {
            context.AddNote("Not approximate, every window was scored: too few of them overlap.");
            score(All, add);
            return;
        }

        Approximately(mode, drillDown, score, isExact, add);
    }

    private void Approximately(IncrementalMode mode, DrillDown drillDown, Action<int[], Action<int, float[]>> score, bool isExact, Action<int, float[]> add)
    {
        float[][] scores = new float[grid.Count][];
        void Take(int window, float[] scored) => scores[window] = scored;
        context.NoteCost($"{drillDown.Count} of {grid.Count} windows are scored, and a few more to see how far off the map is.");
        score(drillDown.First, Take);
        scores = drillDown.Interpolated(scores);
        int[] next = drillDown.Next(scores, context.Scores);
        score(next, Take);
        int[] doubtful = isExact ? [.. All.Except(drillDown.First).Except(next)] : All;
        var check = new ApproximationCheck(context.Scores, scores, doubtful, grid);
        (isExact ? score : InFull)(check.Windows, check.Add);
        context.AddNote(check.Note(mode, drillDown.Count));
        foreach (int window in All)
        {
            add(window, check.ExactScores(window) ?? scores[window]);
        }
    }

    private bool AgreesOnTwoWindows(IncrementalImage image)
    {
        int middle = (grid.Rows.Count / 2 * grid.Columns.Count) + (grid.Columns.Count / 2);
        foreach (int window in new[] { 0, middle })
        {
            if (!AgreesInFull(image, window))
            {
                context.AddNote(
                    $"Every window ran through the whole network: computing what window {window} changes gave other scores. That should not happen; please report it with the model.");
                return false;
            }
        }

        return true;
    }

    private IncrementalImage NewImage(IncrementalNetwork network)
    {
        context.NoteCost(string.Create(CultureInfo.InvariantCulture, $"Each window computes {network.Plan.Share:P0} of the network: what it changes, and what follows."));
        return new(network, context.Input, fill, IncrementalBatches.Of(network, context.Model.TakesBatches), context.CancellationToken);
    }

    private void Incrementally(IncrementalImage image, int[] windows, Action<int, float[]> add)
    {
        context.ExpectPasses(windows.Length);
        foreach (int[] group in image.Groups(windows))
        {
            float[][] scores = context.ScoreWindows(image, group, Array.ConvertAll(group, window => grid[window]));
            for (int i = 0; i < group.Length; i++)
            {
                add(group[i], scores[i]);
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
