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
        var scores = new WindowScores(context, grid, fill);
        scores.Each(options.Incremental, (window, scored) =>
        {
            for (int target = 0; target < drops.Length; target++)
            {
                drops[target].Add(grid[window], (double)context.Scores[target] - scored[target]);
            }
        });
        return [.. drops.Select(drop => new Heatmap(drop.ToMap(), shape.Height, shape.Width, MapScaling.Symmetric, shape))];
    }
}
