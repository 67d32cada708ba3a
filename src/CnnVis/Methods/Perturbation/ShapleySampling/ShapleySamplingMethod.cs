namespace CnnVis.Methods;

/// <summary>A(p) = mean over random orders of f(x with the segment of p and those before it) - f(x with those before it).</summary>
internal sealed class ShapleySamplingMethod(ShapleySamplingOptions options)
{
    private readonly CounterRandom _random = new(options.Seed);

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        CoalitionScores scores = CoalitionScores.Between(context, options.Segments, options.Baseline);
        int count = scores.Segments.Count;
        context.ExpectPasses((options.Samples * (count - 1)) + 1);
        double[] nothing = scores.Of(scores.Nothing());
        int[][] orders = [.. Enumerable.Range(0, options.Samples).Select(sample => Order(sample, count))];
        double[][] values = [.. scores.Whole.Select(_ => new double[count])];
        using IEnumerator<double[]> grown = scores.Of(orders.SelectMany(Growing)).GetEnumerator();
        foreach (int[] order in orders)
        {
            IReadOnlyList<double> before = nothing;
            foreach (int segment in order)
            {
                IReadOnlyList<double> after = segment != order[^1] && grown.MoveNext() ? grown.Current : scores.Whole;
                for (int target = 0; target < values.Length; target++)
                {
                    values[target][segment] += (after[target] - before[target]) / options.Samples;
                }

                before = after;
            }
        }

        context.AddNote($"Estimated from {options.Samples} orders of {count} segments.");
        return [.. values.Select(scores.Segments.Paint)];
    }

    private int[] Order(int sample, int count)
    {
        int[] order = _random.Order(count, sample / 2);
        return sample % 2 == 0 ? order : [.. order.Reverse()];
    }

    /// <summary>The coalitions on the way from nothing to everything, both left out: their scores are known.</summary>
    private static IEnumerable<bool[]> Growing(int[] order)
    {
        bool[] shown = new bool[order.Length];
        foreach (int segment in order.AsEnumerable().SkipLast(1))
        {
            shown[segment] = true;
            yield return [.. shown];
        }
    }
}
