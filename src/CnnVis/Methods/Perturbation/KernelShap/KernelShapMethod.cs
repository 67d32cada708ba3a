namespace CnnVis.Methods;

/// <summary>
/// A(p) = phi of the segment of p, where phi minimises the sum over coalitions z, weighted by the Shapley kernel, of
/// (f(x_z) - f(baseline) - phi z)^2, with the phi adding up to f(x) - f(baseline). With all coalitions they are the Shapley values.
/// </summary>
internal sealed class KernelShapMethod(KernelShapOptions options)
{
    // Where coalitions do not tell some segments apart, this part of the largest diagonal element makes them share evenly.
    private const double Smallest = 1e-8;

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        CoalitionScores scores = CoalitionScores.Between(context, options.Segments, options.Baseline);
        int count = scores.Segments.Count;
        var kernel = new ShapleyKernel(count, options.Samples, options.Seed);
        (bool[] Coalition, double Weight)[] coalitions = [.. kernel.Coalitions()];
        context.ExpectPasses(coalitions.Length + 1);
        double[] nothing = scores.Of(scores.Nothing());
        var sums = new CoalitionSums(count, context.TargetCount);
        foreach (((bool[] coalition, double weight), double[] score) in coalitions.Zip(scores.Of(coalitions.Select(pair => pair.Coalition))))
        {
            sums.Add(coalition, weight, [.. score.Zip(nothing, (part, none) => part - none)]);
        }

        context.AddNote(kernel.IsComplete
            ? $"Exact Shapley values: all {coalitions.Length + 2} coalitions of {count} segments were scored."
            : $"Estimated from {coalitions.Length} coalitions of {count} segments.");
        double[] totals = [.. scores.Whole.Zip(nothing, (whole, none) => whole - none)];
        return [.. Fit(sums, totals, context).Select(scores.Segments.Paint)];
    }

    private static IEnumerable<double[]> Fit(CoalitionSums sums, double[] totals, ExplanationContext context)
    {
        int count = sums.Shown.Length;
        Cholesky factored = Cholesky.Of(sums.ShownTogether) ?? Regularized(sums.ShownTogether, context);
        double[] ofOnes = factored.Solve([.. Enumerable.Repeat(1.0, count)]);
        return totals.Select((total, target) =>
        {
            // What each segment has above an even share: so the shares add up to the total whatever the fit leaves open.
            double share = total / count;
            double[] right = [.. Enumerable.Range(0, count).Select(i =>
                sums.ScoresWhereShown[target][i] - (share * Enumerable.Range(0, count).Sum(j => sums.ShownTogether[i, j])))];
            double[] free = factored.Solve(right);
            double multiplier = free.Sum() / ofOnes.Sum();
            return free.Zip(ofOnes, (value, one) => share + value - (multiplier * one)).ToArray();
        });
    }

    private static Cholesky Regularized(double[,] matrix, ExplanationContext context)
    {
        int count = matrix.GetLength(0);
        if (count > 1)
        {
            context.AddNote("There are too few samples to tell all segments apart: what they leave open is shared out evenly.");
        }

        double[,] regularized = (double[,])matrix.Clone();
        double largest = Math.Max(Enumerable.Range(0, count).Max(i => matrix[i, i]), Smallest);
        for (int i = 0; i < count; i++)
        {
            regularized[i, i] += Smallest * largest;
        }

        return Cholesky.Of(regularized) ?? throw new InvalidOperationException("A penalty above 0 makes the matrix positive definite.");
    }
}
