namespace CnnVis.Methods;

/// <summary>A = mean over noise e of g(x + e)^2, minus the square of the mean of g(x + e): the mean squared deviation, with the number of samples as its divisor.</summary>
internal sealed class VarGradMethod(VarGradOptions options)
{
    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        var tunnel = new NoiseTunnel(options);
        ElementSums[] means = ElementSums.ForTargets(context);
        ElementSums[] squares = ElementSums.ForTargets(context);
        tunnel.ForEachSample(context, (target, numbers) =>
        {
            means[target].Add(numbers, tunnel.SampleWeight);
            squares[target].AddSquares(numbers, tunnel.SampleWeight);
        });
        return [.. squares.Zip(means, (square, mean) => Heatmap.OfElements(Variance(square, mean), context.Input.Shape, MapScaling.Stretched))];
    }

    private static float[] Variance(ElementSums squares, ElementSums means)
    {
        float[] variance = new float[squares.Values.Length];
        for (int i = 0; i < variance.Length; i++)
        {
            // Rounding may leave a variance of 0 just below it.
            variance[i] = (float)Math.Max(squares.Values[i] - (means.Values[i] * means.Values[i]), 0);
        }

        return variance;
    }
}
