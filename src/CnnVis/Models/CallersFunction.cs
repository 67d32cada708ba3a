namespace CnnVis.Models;

/// <summary>A function that the caller wrote, with a gradient of theirs or one by central differences.</summary>
internal sealed class CallersFunction(Func<double[], double> function, Func<double[], double[]>? gradient) : ITargetFunction
{
    // The cube root of double's precision: the error of central differences is smallest there.
    private const double RelativeStep = 6e-6;

    public double Value(ReadOnlySpan<float> scores) => function(ToDoubles(scores));

    public void WriteGradient(ReadOnlySpan<float> scores, Span<float> gradient)
    {
        double[] at = ToDoubles(scores);
        double[] slopes = Slopes(at);
        if (slopes.Length != gradient.Length)
        {
            throw new InvalidOperationException($"The target's gradient has {slopes.Length} numbers; there are {gradient.Length} scores.");
        }

        for (int i = 0; i < slopes.Length; i++)
        {
            gradient[i] = (float)slopes[i];
        }
    }

    private double[] Slopes(double[] at)
    {
        if (gradient is not null)
        {
            return gradient(at);
        }

        double[] slopes = new double[at.Length];
        for (int i = 0; i < at.Length; i++)
        {
            double value = at[i];
            double step = RelativeStep * Math.Max(1, Math.Abs(value));
            at[i] = value + step;
            double ahead = function(at);
            at[i] = value - step;
            slopes[i] = (ahead - function(at)) / (2 * step);
            at[i] = value;
        }

        return slopes;
    }

    private static double[] ToDoubles(ReadOnlySpan<float> scores)
    {
        double[] values = new double[scores.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = scores[i];
        }

        return values;
    }
}
