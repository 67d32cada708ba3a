namespace CnnVis.Methods;

/// <summary>A sum for every element of the input, in double, so that hundreds of images leave no trace of their order.</summary>
internal sealed class ElementSums(int length)
{
    private readonly double[] _sums = new double[length];

    public ReadOnlySpan<double> Values => _sums;

    public static ElementSums[] ForTargets(ExplanationContext context) =>
        [.. Enumerable.Range(0, context.TargetCount).Select(_ => new ElementSums(context.Input.Shape.ElementCount))];

    public void Add(ReadOnlySpan<float> values, double weight)
    {
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += weight * values[i];
        }
    }

    public void AddProducts(ReadOnlySpan<float> values, ReadOnlySpan<float> factors, double weight)
    {
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += weight * values[i] * factors[i];
        }
    }

    public void AddSquares(ReadOnlySpan<float> values, double weight)
    {
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += weight * values[i] * values[i];
        }
    }

    public double Total()
    {
        double total = 0;
        foreach (double sum in _sums)
        {
            total += sum;
        }

        return total;
    }

    public float[] ToFloats() => Array.ConvertAll(_sums, sum => (float)sum);

    public Heatmap ToMap(ImageShape shape, MapScaling scaling) => Heatmap.OfElements(ToFloats(), shape, scaling);
}
