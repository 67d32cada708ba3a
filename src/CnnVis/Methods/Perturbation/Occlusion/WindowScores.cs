using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>Scores the image with each window of a grid filled, batch by batch.</summary>
internal sealed class WindowScores(ExplanationContext context, WindowGrid grid, float[] fill)
{
    /// <summary>Each window runs through the whole network.</summary>
    /// <param name="add">Takes a window's number and its score for each target.</param>
    public void InFull(Action<int, float[]> add)
    {
        ImageBatch batch = context.NewBatch();
        context.ExpectPasses(grid.Count);
        for (int first = 0; first < grid.Count; first += batch.Capacity)
        {
            int count = Math.Min(batch.Capacity, grid.Count - first);
            Hide(batch, first, count);
            float[][] scores = context.Score(batch, count);
            for (int i = 0; i < count; i++)
            {
                add(first + i, scores[i]);
                batch.Restore(i, grid[first + i]);
            }
        }
    }

    /// <summary>Each window computes what it changes, where that pays.</summary>
    /// <inheritdoc cref="InFull(Action{int, float[]})" path="/param"/>
    public void Incrementally(Action<int, float[]> add)
    {
        if (!context.HasModel)
        {
            InFull(add);
            return;
        }

        IncrementalNetworks networks = IncrementalNetworks.Of(context.Model);
        if (networks.Objection(context.Input.Shape, grid.Rows, grid.Columns) is not null
            || !networks.Use(grid.Rows, grid.Columns, network => TryScore(network, add)))
        {
            InFull(add);
        }
    }

    /// <returns>False where nothing was scored, because the whole network says something else.</returns>
    private bool TryScore(IncrementalNetwork network, Action<int, float[]> add)
    {
        var image = new IncrementalImage(network, context.Input, fill, context.BatchSize, context.CancellationToken);
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

        for (int first = 0; first < grid.Count; first += image.Capacity)
        {
            int[] windows = [.. Enumerable.Range(first, Math.Min(image.Capacity, grid.Count - first))];
            float[][] scores = context.ScoreWindows(image, windows, Array.ConvertAll(windows, window => grid[window]));
            for (int i = 0; i < windows.Length; i++)
            {
                add(windows[i], scores[i]);
            }
        }

        return true;
    }

    /// <summary>The borders of every kind of operator are tested, but a model may hold what no test does: one look is cheap.</summary>
    private bool AgreesInFull(IncrementalImage image, int window)
    {
        ImageBatch batch = context.NewBatch(1);
        Hide(batch, window, 1);
        return context.Agrees(image, window, grid[window], batch);
    }

    private void Hide(ImageBatch batch, int first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            context.Input.Shape.CopyRectangle(fill, batch[i], grid[first + i]);
        }
    }
}
