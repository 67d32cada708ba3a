namespace CnnVis.Methods;

/// <summary>A(p) = mean over the windows w that cover pixel p of f(x) - f(x with w replaced by the fill).</summary>
internal sealed class OcclusionMethod(OcclusionOptions options)
{
    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        ImageShape shape = context.Input.Shape;
        OcclusionOptions fitted = options.ForShape(shape);
        var grid = new WindowGrid(shape.Height, shape.Width, fitted.Window!.Value, fitted.Stride!.Value);
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

        return [.. drops.Select(drop => new Heatmap(drop.ToMap(), shape.Height, shape.Width, MapScaling.Symmetric, shape))];
    }
}
