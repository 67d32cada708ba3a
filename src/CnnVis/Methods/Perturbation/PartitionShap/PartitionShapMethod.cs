namespace CnnVis.Methods;

/// <summary>
/// Owen values over a tree of halves of the image: a half gets the mean of what it adds before and after its other half, in each of the
/// situations of the part that they make up. The part with the largest value is divided first; what stays whole shares its value evenly.
/// </summary>
internal sealed class PartitionShapMethod(PartitionShapOptions options)
{
    // So many parts are divided before the next are chosen: the same for any batch size.
    private const int DivisionsAtOnce = 8;

    private const int PassesForDivision = 2;

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        CoalitionScores scores = CoalitionScores.Between(context, options.Segments, options.Baseline);
        context.ExpectPasses(context.TargetCount * options.MaxEvaluations);
        bool[] nothing = scores.Nothing();
        var root = new OwenTerm(
            SegmentGroup.Of(scores.Segments, context.Input.Shape.Width), nothing, scores.Of(nothing), scores.Whole, Weight: 1);
        Heatmap[] maps = [.. Enumerable.Range(0, context.TargetCount).Select(target => Attribute(context, target, root, scores))];
        context.ExpectPasses(context.ForwardPasses - 1 - (context.TargetCount * options.MaxEvaluations));
        return maps;
    }

    /// <summary>Each target divides where it matters to it; what another one has divided already costs nothing.</summary>
    private Heatmap Attribute(ExplanationContext context, int target, OwenTerm root, CoalitionScores scores)
    {
        double[] values = new double[scores.Segments.Count];
        var open = new PriorityQueue<OwenTerm, (double NegativeSize, int Turn)>();
        int turn = 0;
        Put(root);
        for (int left = (options.MaxEvaluations - 1) / PassesForDivision; left > 0;)
        {
            OwenTerm[] largest = [.. Enumerable.Range(0, Math.Min(DivisionsAtOnce, Math.Min(left, open.Count))).Select(_ => open.Dequeue())];
            if (largest.Length == 0)
            {
                break;
            }

            Divide(largest, scores);
            left -= largest.Length;
            foreach (OwenTerm part in largest.SelectMany(term => term.Parts!))
            {
                Put(part);
            }
        }

        foreach ((OwenTerm whole, _) in open.UnorderedItems)
        {
            Share(whole);
        }

        return scores.Segments.Share(values);

        void Put(OwenTerm term)
        {
            if (term.Group.IsSingle || context.MayStop(term.Value(target) == 0))
            {
                Share(term);
            }
            else
            {
                open.Enqueue(term, (-Math.Abs(term.Value(target)), turn++));
            }
        }

        void Share(OwenTerm term)
        {
            foreach (SegmentCenter member in term.Group.Members)
            {
                values[member.Segment] += term.Value(target) * member.PixelCount / term.Group.PixelCount;
            }
        }
    }

    private static void Divide(OwenTerm[] terms, CoalitionScores scores)
    {
        OwenTerm[] undivided = [.. terms.Where(term => term.Parts is null)];
        bool[][][] needed = [.. undivided.Select(term => term.Needed())];
        double[][] found = [.. scores.Of(needed.SelectMany(pair => pair))];
        for (int i = 0; i < undivided.Length; i++)
        {
            undivided[i].Divide(needed[i], found[2 * i], found[(2 * i) + 1]);
        }
    }
}
