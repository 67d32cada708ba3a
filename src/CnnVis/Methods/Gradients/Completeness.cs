using System.Globalization;

namespace CnnVis.Methods;

/// <summary>By how much the sum of a map misses the difference of the scores that it explains; of several targets the one that misses most.</summary>
internal sealed record Completeness(double Sum, double Difference)
{
    /// <summary>The relative gap from which there is more behind it than rounding, which alone stays far below.</summary>
    public const double VisibleGap = 0.001;

    // Eight times what float32 tells apart: sums in another order differ by that.
    private const double Rounding = 1e-6;

    /// <summary>0 where it is no more than rounding.</summary>
    public double Gap => Math.Abs(Sum - Difference) <= Rounding * Math.Max(Math.Abs(Sum), Math.Abs(Difference)) ? 0 : Sum - Difference;

    /// <summary>The gap as a part of the difference; infinite where the scores are equal and the map is not empty.</summary>
    public double RelativeGap => Gap == 0 ? 0 : Math.Abs(Gap / Difference);

    public static Completeness Worst(IEnumerable<double> sums, IEnumerable<double> differences) =>
        sums.Zip(differences, (sum, difference) => new Completeness(sum, difference)).MaxBy(one => one.RelativeGap)!;

    /// <summary>How far each target's score is from the mean of the baselines'.</summary>
    public static double[] Differences(ExplanationContext context, IReadOnlyList<float[]> baselines)
    {
        double[] means = new double[context.TargetCount];
        ImageBatch batch = context.NewBatch(Math.Min(context.BatchSize, baselines.Count));
        for (int first = 0; first < baselines.Count; first += batch.Capacity)
        {
            int count = Math.Min(batch.Capacity, baselines.Count - first);
            for (int i = 0; i < count; i++)
            {
                baselines[first + i].CopyTo(batch[i]);
            }

            foreach (float[] scores in context.Score(batch, count))
            {
                for (int target = 0; target < means.Length; target++)
                {
                    means[target] += (double)scores[target] / baselines.Count;
                }
            }
        }

        return [.. context.Scores.Zip(means, (score, mean) => score - mean)];
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"The map adds up to {Sum:G6}, the score differs from the baseline's by {Difference:G6}: a gap of {Gap:G2} ({RelativeGap:P2})");
}
