namespace CnnVis.Features.Diagnoses;

/// <summary>Numbers about numbers.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Student's t of paired differences: their mean over its standard error; infinite where all are equal.</summary>
    public static double PairedT(IReadOnlyList<double> differences)
    {
        double mean = differences.Average();
        double variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Count - 1);
        return mean / Math.Sqrt(variance / differences.Count);
    }

    /// <summary>The entropy of probabilities in nats: 0 where one class is certain, ln K where K are equally likely.</summary>
    public static double Entropy(ReadOnlySpan<float> probabilities)
    {
        double entropy = 0;
        foreach (float probability in probabilities)
        {
            entropy -= probability > 0 ? probability * Math.Log(probability) : probability == 0 ? 0 : double.NaN;
        }

        return entropy;
    }
}
