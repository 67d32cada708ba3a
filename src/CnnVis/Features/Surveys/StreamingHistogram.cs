namespace CnnVis.Features.Surveys;

/// <summary>
/// A histogram of numbers whose range nobody knows beforehand. Bins are 2^e wide between multiples of 2^e, with the smallest e for which all numbers
/// so far fit: when one falls outside, bins are joined in pairs until it fits. So the result does not depend on the order.
/// </summary>
internal sealed class StreamingHistogram(int bins)
{
    // The smallest float above zero: narrower bins would tell nothing apart.
    private const int LeastExponent = -149;

    private long[] _counts = new long[bins];
    private int _exponent = LeastExponent;
    private double _first;
    private float _minimum = float.PositiveInfinity;
    private float _maximum = float.NegativeInfinity;

    public ChannelHistogram ToHistogram() => _minimum > _maximum
        ? new ChannelHistogram(0, 1, [])
        : new ChannelHistogram(Math.ScaleB(_first, _exponent), Math.ScaleB(1, _exponent), _counts[..(BinOf(_maximum) + 1)]);

    /// <summary>Adds finite numbers between two bounds, which are among them.</summary>
    public void Add(ReadOnlySpan<float> values, float minimum, float maximum)
    {
        if (minimum < _minimum || maximum > _maximum)
        {
            Widen(Math.Min(minimum, _minimum), Math.Max(maximum, _maximum));
        }

        double scale = Math.ScaleB(1, -_exponent);
        foreach (float value in values)
        {
            _counts[(int)(Math.Floor(value * scale) - _first)]++;
        }
    }

    private int BinOf(float value) => (int)(Index(value, _exponent) - _first);

    private void Widen(float minimum, float maximum)
    {
        int exponent = _exponent;
        while (Index(maximum, exponent) - Index(minimum, exponent) >= bins)
        {
            exponent++;
        }

        double first = Index(minimum, exponent);
        if (_minimum <= _maximum)
        {
            long[] joined = new long[bins];
            for (int bin = 0; bin <= BinOf(_maximum); bin++)
            {
                joined[(int)(Math.Floor(Math.ScaleB(_first + bin, _exponent - exponent)) - first)] += _counts[bin];
            }

            _counts = joined;
        }

        (_exponent, _first, _minimum, _maximum) = (exponent, first, minimum, maximum);
    }

    private static double Index(float value, int exponent) => Math.Floor(Math.ScaleB((double)value, -exponent));
}
