using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>The sums of one target's map, and whether it has settled.</summary>
internal sealed class RiseMap(int pixels, RiseOptions options)
{
    private readonly double[] _sums = new double[pixels];
    private double _total;
    private float[]? _before;

    /// <summary>How many masks it was made of, once it has settled.</summary>
    public int? SettledAt { get; private set; }

    /// <summary>The last change relative to the map's standard deviation.</summary>
    public double Change { get; private set; } = double.NaN;

    public float[] Values { get; private set; } = [];

    public void Add(double score, ReadOnlySpan<double> mask)
    {
        _total += score;
        TensorPrimitives.MultiplyAdd(mask, score, _sums, _sums);
    }

    /// <summary>Computes the numbers from the masks so far, and how far they are from those before.</summary>
    public void Update(int masks, double[] coverage)
    {
        Values = new float[_sums.Length];
        for (int pixel = 0; pixel < Values.Length; pixel++)
        {
            Values[pixel] = (float)(options.Normalization == RiseNormalization.Expected
                ? _sums[pixel] / (masks * (double)options.Probability)
                : coverage[pixel] > 0 ? (_sums[pixel] / coverage[pixel]) - (_total / masks) : 0);
        }

        if (_before is { } before)
        {
            double change = TensorPrimitives.Distance<float>(Values, before) / Math.Sqrt(Values.Length);
            double deviation = TensorPrimitives.StdDev<float>(Values);
            Change = change == 0 ? 0 : change / deviation;
            SettledAt = options.SettledBelow > 0 && Change <= options.SettledBelow ? masks : null;
        }

        _before = Values;
    }
}
