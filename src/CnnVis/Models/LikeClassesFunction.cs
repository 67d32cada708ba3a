using System.Numerics.Tensors;

namespace CnnVis.Models;

/// <summary>
/// A class's lead over similar ones: the mean of y(t) - strength * y(c) over them, each weighted by its probability p(c), which depends on the
/// scores as well.
/// </summary>
internal sealed class LikeClassesFunction(int classIndex, int[] similar, double strength) : ITargetFunction
{
    // That of pytorch-grad-cam.
    private const double LeastWeight = 1e-9;

    public double Value(ReadOnlySpan<float> scores)
    {
        double[] probabilities = Probabilities(scores);
        double sum = 0;
        double weights = LeastWeight;
        foreach (int other in similar)
        {
            sum += probabilities[other] * Lead(scores, other);
            weights += probabilities[other];
        }

        return sum / weights;
    }

    public void WriteGradient(ReadOnlySpan<float> scores, Span<float> gradient)
    {
        double[] probabilities = Probabilities(scores);
        double value = Value(scores);
        double weights = similar.Sum(other => probabilities[other]);
        double[] surplus = new double[scores.Length];
        double meanSurplus = 0;
        foreach (int other in similar)
        {
            surplus[other] = Lead(scores, other) - value;
            meanSurplus += probabilities[other] * surplus[other];
        }

        for (int i = 0; i < gradient.Length; i++)
        {
            double slope = probabilities[i] * (surplus[i] - meanSurplus);
            slope += i == classIndex ? weights : 0;
            slope -= Array.IndexOf(similar, i) >= 0 ? strength * probabilities[i] : 0;
            gradient[i] = (float)(slope / (weights + LeastWeight));
        }
    }

    private double Lead(ReadOnlySpan<float> scores, int other) => scores[classIndex] - (strength * scores[other]);

    private static double[] Probabilities(ReadOnlySpan<float> scores)
    {
        double[] probabilities = new double[scores.Length];
        TensorPrimitives.ConvertTruncating(scores, probabilities.AsSpan());
        StableSoftmax.Apply<double>(probabilities);
        return probabilities;
    }
}
