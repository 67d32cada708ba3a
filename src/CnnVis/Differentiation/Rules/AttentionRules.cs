namespace CnnVis.Differentiation.Rules;

/// <summary>
/// Gradients of attention, y = P v, P = softmax(c tanh(s / c) + mask), s = scale q k', computed again from q, k and v:
/// dv = P' dy; dP = dy v'; ds = P (dP - sum(dP P)) (1 - tanh^2(s / c)); dq = scale ds k; dk = scale ds' q.
/// </summary>
internal static class AttentionRules
{
    public static GraphValue Query(GradientScope g)
    {
        Parts parts = Parts.Of(g);
        return parts.Queries.AsGiven(g.Op("MatMul", [ScoreGradient(g, parts), parts.Keys.Apart(g.X(1))]) * parts.Scale);
    }

    public static GraphValue Key(GradientScope g)
    {
        Parts parts = Parts.Of(g);
        GraphValue ofEachQuery = g.Op("MatMul", [Transposed(g, ScoreGradient(g, parts)), parts.Queries.Apart(g.X(0))]);
        return parts.Keys.AsGiven(g.Sum(ofEachQuery, [2]) * parts.Scale);
    }

    public static GraphValue Value(GradientScope g)
    {
        Parts parts = Parts.Of(g);
        GraphValue ofEachQuery = g.Op("MatMul", [Transposed(g, Probabilities(g, parts).P), parts.Outputs.Apart(g.Dy)]);
        return parts.Values.AsGiven(g.Sum(ofEachQuery, [2]));
    }

    private static GraphValue ScoreGradient(GradientScope g, Parts parts)
    {
        (GraphValue p, GraphValue? slope) = Probabilities(g, parts);
        GraphValue dp = g.Op("MatMul", [parts.Outputs.Apart(g.Dy), Transposed(g, parts.Values.Apart(g.X(2)))]);
        GraphValue ds = p * (dp - g.Sum(dp * p, [4]));
        return slope is null ? ds : ds * slope;
    }

    /// <summary>P and, where scores are capped, how fast the cap lets them grow.</summary>
    private static (GraphValue P, GraphValue? Slope) Probabilities(GradientScope g, Parts parts)
    {
        GraphValue scores = g.Op("MatMul", [parts.Queries.Apart(g.X(0)), Transposed(g, parts.Keys.Apart(g.X(1)))]) * parts.Scale;
        GraphValue? slope = null;
        if (g.Float("softcap", 0) is > 0 and var cap)
        {
            GraphValue t = (scores / cap).Unary("Tanh");
            (scores, slope) = (t * cap, 1 - t * t);
        }

        return (g.Op("Softmax", [Masked(g, scores, parts)], ("axis", -1L)), slope);
    }

    private static GraphValue Masked(GradientScope g, GraphValue scores, Parts parts)
    {
        GraphValue none = g.Constant(float.MinValue);
        if (g.HasInput(3))
        {
            GraphValue mask = Mask(g, parts);
            scores = g.InputKind(3) == ElementKind.Boolean ? g.Where(mask, scores, none) : scores + mask;
        }

        return g.Int("is_causal", 0) == 1 ? g.Where(NotLater(g, parts.Queries.Places, parts.Keys.Places), scores, none) : scores;
    }

    /// <summary>The mask is for [N, heads, queries, keys], and leading axes may be missing or 1.</summary>
    private static GraphValue Mask(GradientScope g, Parts parts)
    {
        BatchedShape given = g.InputShape(3);
        if (given.Rank < 2 || given.Sizes[^1] != parts.Keys.Places)
        {
            throw g.Unsupported("its mask covers only some of the keys");
        }

        int[] sizes = [.. Enumerable.Repeat(1, 4 - given.Rank), .. given.Sizes];
        int? batch = given.BatchAxis + (4 - given.Rank);
        bool isForEachHead = sizes[1] > 1;
        int[] heads = isForEachHead ? [parts.Queries.Heads, parts.Queries.Group] : [1, 1];
        return batch is null or 0
            ? g.Reshape(g.X(3), new BatchedShape([sizes[0], .. heads, .. sizes[2..]], batch))
            : throw g.Unsupported("its mask has the images on another axis than the first");
    }

    private static GraphValue NotLater(GradientScope g, int queries, int keys) =>
        g.Bools([.. Enumerable.Range(0, queries).SelectMany(query => Enumerable.Range(0, keys).Select(key => key <= query))], queries, keys);

    private static GraphValue Transposed(GradientScope g, GraphValue heads) => g.Transpose(heads, [0, 1, 2, 4, 3]);

    /// <summary>How the inputs and the output are laid out.</summary>
    private sealed record Parts(AttentionHeads Queries, AttentionHeads Keys, AttentionHeads Values, AttentionHeads Outputs, float Scale)
    {
        public static Parts Of(GradientScope g)
        {
            if (g.HasInput(4) || g.HasInput(5) || g.HasInput(6))
            {
                throw g.Unsupported("it goes on from past keys and values");
            }

            bool isPacked = g.InputShape(0).Rank == 3;
            int queryHeads = isPacked ? (int)g.Int("q_num_heads", 1) : g.InputShape(0)[1];
            int heads = isPacked ? (int)g.Int("kv_num_heads", 1) : g.InputShape(1)[1];
            int group = queryHeads / heads;
            var queries = new AttentionHeads(g, g.InputShape(0), heads, group);
            return new Parts(
                queries,
                new AttentionHeads(g, g.InputShape(1), heads, Group: 1),
                new AttentionHeads(g, g.InputShape(2), heads, Group: 1),
                new AttentionHeads(g, g.OutputShape(), heads, group),
                g.Float("scale", 1 / MathF.Sqrt(queries.Size)));
        }
    }
}
