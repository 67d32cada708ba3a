namespace CnnVis.Models;

/// <summary>
/// Bilinear weights along one axis, half-pixel centres. With antialiasing the triangle grows with the shrinking factor, as in PIL.
/// </summary>
internal sealed class ResamplingFilter
{
    private readonly int[] _starts;
    private readonly float[][] _weights;

    private ResamplingFilter(int[] starts, float[][] weights)
    {
        _starts = starts;
        _weights = weights;
    }

    public int Length => _starts.Length;

    /// <summary>The filter for the output positions [first, first + count) of a resize from one length to another.</summary>
    public static ResamplingFilter Create(int sourceLength, int resizedLength, int first, int count, bool antialias)
    {
        double scale = (double)sourceLength / resizedLength;
        double support = antialias ? Math.Max(scale, 1) : 1;
        return Create(sourceLength, count, support, i => (first + i + 0.5) * scale);
    }

    /// <summary>The filter that reads a line at given points; the first element's centre is at 0.5.</summary>
    public static ResamplingFilter Through(int sourceLength, int count, Func<int, double> pointOf) => Create(sourceLength, count, support: 1, pointOf);

    public int Start(int position) => _starts[position];

    public ReadOnlySpan<float> Weights(int position) => _weights[position];

    private static ResamplingFilter Create(int sourceLength, int count, double support, Func<int, double> centreOf)
    {
        int[] starts = new int[count];
        float[][] weights = new float[count][];
        for (int i = 0; i < count; i++)
        {
            (starts[i], weights[i]) = Triangle(centreOf(i), support, sourceLength);
        }

        return new ResamplingFilter(starts, weights);
    }

    private static (int Start, float[] Weights) Triangle(double centre, double support, int sourceLength)
    {
        int start = Math.Clamp((int)Math.Floor(centre - support + 0.5), 0, sourceLength - 1);
        int end = Math.Clamp((int)Math.Floor(centre + support + 0.5), start + 1, sourceLength);
        double[] weights = new double[end - start];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Max(0, 1 - (Math.Abs(start + i + 0.5 - centre) / support));
        }

        double sum = weights.Sum();
        return sum > 0
            ? (start, Array.ConvertAll(weights, weight => (float)(weight / sum)))
            : (start, [1f, .. new float[weights.Length - 1]]);
    }
}
