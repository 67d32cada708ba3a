using System.Numerics.Tensors;

namespace CnnVis.Explanations;

/// <summary>How far two rows of numbers put things in the same order.</summary>
/// <remarks>Spearman, The Proof and Measurement of Association between Two Things, 1904.</remarks>
internal static class Spearman
{
    /// <summary>From -1 (the opposite order) to 1 (the same); NaN where one of the rows has one value only.</summary>
    public static double Correlation(ReadOnlySpan<float> first, ReadOnlySpan<float> second) => Correlation(CentredRanks(first), CentredRanks(second));

    /// <summary>The same of rows that are ranked already.</summary>
    public static double Correlation(double[] first, double[] second) =>
        TensorPrimitives.Dot<double>(first, second) / Math.Sqrt(TensorPrimitives.SumOfSquares<double>(first) * TensorPrimitives.SumOfSquares<double>(second));

    /// <summary>Ranks from 0, equal numbers sharing the mean of theirs, minus the mean rank.</summary>
    public static double[] CentredRanks(ReadOnlySpan<float> values)
    {
        float[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double[] ranks = new double[sorted.Length];
        double mean = (sorted.Length - 1) / 2.0;
        for (int first = 0, next; first < sorted.Length; first = next)
        {
            next = first + 1;
            while (next < sorted.Length && sorted[next] == sorted[first])
            {
                next++;
            }

            for (int i = first; i < next; i++)
            {
                ranks[order[i]] = ((first + next - 1) / 2.0) - mean;
            }
        }

        return ranks;
    }
}
