namespace CnnVis.Models;

/// <summary>
/// A class's lead over similar ones: the mean of y(t) - strength * y(c) over them, each weighted by its probability among them, which depends on the
/// scores as well.
/// </summary>
internal sealed class LikeClassesFunction(int classIndex, int[] similar, double strength) : ITargetFunction
{
    public double Value(ReadOnlySpan<float> scores)
    {
        double[] shares = Shares(scores);
        double value = 0;
        for (int i = 0; i < similar.Length; i++)
        {
            value += shares[i] * Lead(scores, similar[i]);
        }

        return value;
    }

    public void WriteGradient(ReadOnlySpan<float> scores, Span<float> gradient)
    {
        double[] shares = Shares(scores);
        double value = Value(scores);
        gradient.Clear();
        gradient[classIndex] = 1;
        for (int i = 0; i < similar.Length; i++)
        {
            gradient[similar[i]] += (float)(shares[i] * (Lead(scores, similar[i]) - value - strength));
        }
    }

    private double Lead(ReadOnlySpan<float> scores, int other) => scores[classIndex] - (strength * scores[other]);

    // Among the similar classes alone: of all classes, theirs may be too small to be told from 0.
    private double[] Shares(ReadOnlySpan<float> scores)
    {
        double[] shares = new double[similar.Length];
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = scores[similar[i]];
        }

        StableSoftmax.Apply<double>(shares);
        return shares;
    }
}
