using CnnVis.Features.Maps;

namespace CnnVis.Features.Surveys;

/// <summary>Number, mean, deviation, zeros and extremes of a stream of numbers.</summary>
/// <remarks>Chan, Golub and LeVeque, Updating Formulae and a Pairwise Algorithm for Computing Sample Variances, 1979.</remarks>
internal sealed class ChannelMoments(ActivationBounds bounds)
{
    private long _count;
    private long _zeros;
    private long _saturated;
    private long _notFinite;
    private double _mean;
    private double _squares;

    public float Minimum { get; private set; } = float.PositiveInfinity;

    public float Maximum { get; private set; } = float.NegativeInfinity;

    public ChannelStatistics ToStatistics() => _count == 0
        ? new ChannelStatistics(0, 0, 0, 0, 0, 0, 0, _notFinite)
        : new ChannelStatistics(_count, _mean, Math.Sqrt(_squares / _count), (double)_zeros / _count, Minimum, Maximum, (double)_saturated / _count, _notFinite);

    public void Leave(int notFinite) => _notFinite += notFinite;

    /// <summary>Adds finite numbers.</summary>
    /// <returns>Their mean.</returns>
    public double Add(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
            _zeros += value == 0 ? 1 : 0;
            _saturated += bounds.Holds(value) ? 1 : 0;
            Minimum = Math.Min(Minimum, value);
            Maximum = Math.Max(Maximum, value);
        }

        double mean = sum / values.Length;
        double squares = 0;
        foreach (float value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        long both = _count + values.Length;
        double step = mean - _mean;
        _squares += squares + (step * step * _count * values.Length / both);
        _mean += step * values.Length / both;
        _count = both;
        return mean;
    }
}
