namespace CnnVis.Methods;

/// <summary>A = mean over noise e of g(x + e)^2, where g is the gradient or another attribution.</summary>
internal sealed class SmoothGradSquaredMethod(SmoothGradSquaredOptions options)
{
    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        var tunnel = new NoiseTunnel(options);
        ElementSums[] means = ElementSums.ForTargets(context);
        tunnel.ForEachSample(context, (target, numbers) => means[target].AddSquares(numbers, tunnel.SampleWeight));
        return [.. means.Select(mean => mean.ToMap(context.Input.Shape, MapScaling.Stretched))];
    }
}
