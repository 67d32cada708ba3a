namespace CnnVis.Methods;

/// <summary>A(p) = mean over the windows w that cover pixel p of f(x) - f(x with w replaced by the fill).</summary>
internal sealed class OcclusionMethod(OcclusionOptions options)
{
    private const int WindowsAcrossShorterSide = 7;

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        ImageShape shape = context.Input.Shape;
        WindowSize window = options.Window ?? DefaultWindow(shape);
        var grid = new WindowGrid(shape.Height, shape.Width, window, options.Stride ?? HalfOf(window));
        float[] fill = options.Fill.ToTensor(context);
        CoverageMean[] drops = [.. Enumerable.Range(0, context.TargetCount).Select(_ => new CoverageMean(shape.Height, shape.Width))];

        ImageBatch batch = context.NewBatch();
        context.ExpectPasses(grid.Count);
        for (int first = 0; first < grid.Count; first += batch.Capacity)
        {
            int count = Math.Min(batch.Capacity, grid.Count - first);
            for (int i = 0; i < count; i++)
            {
                shape.CopyRectangle(fill, batch[i], grid[first + i]);
            }

            float[][] scores = context.Score(batch, count);
            for (int i = 0; i < count; i++)
            {
                PixelRectangle hidden = grid[first + i];
                for (int target = 0; target < drops.Length; target++)
                {
                    drops[target].Add(hidden, (double)context.Scores[target] - scores[i][target]);
                }

                batch.Restore(i, hidden);
            }
        }

        return [.. drops.Select(drop => new Heatmap(drop.ToMap(), shape.Height, shape.Width, isSigned: true, shape))];
    }

    private static WindowSize DefaultWindow(ImageShape shape) =>
        Math.Max(1, (int)Math.Round((double)Math.Min(shape.Height, shape.Width) / WindowsAcrossShorterSide));

    private static WindowSize HalfOf(WindowSize window) => new(Math.Max(1, window.Height / 2), Math.Max(1, window.Width / 2));
}
