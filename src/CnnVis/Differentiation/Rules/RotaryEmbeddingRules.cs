namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of rotary position embeddings, which turn pairs of numbers: y1 = c x1 - s x2, y2 = s x1 + c x2.</summary>
internal static class RotaryEmbeddingRules
{
    /// <summary>Turned back: dx1 = c dy1 + s dy2, dx2 = c dy2 - s dy1.</summary>
    public static GraphValue Input(GradientScope g)
    {
        BatchedShape x = g.InputShape(0);
        bool isPacked = x.Rank == 3;
        int heads = isPacked ? (int)g.Int("num_heads", 1) : x[1];
        BatchedShape apart = isPacked ? new BatchedShape([x[0], x[1], heads, x[2] / heads], x.BatchAxis) : x;
        int turnedSize = g.Int("rotary_embedding_dim", 0) is > 0 and var size ? (int)size : apart[3];
        GraphValue dy = g.Reshape(g.Dy, x, apart);
        GraphValue turned = TurnedBack(g, PaddingRules.Take(g, dy, [3], [0], [turnedSize]), apart, turnedSize, headAxis: isPacked ? 2 : 1);
        GraphValue all = turnedSize == apart[3]
            ? turned
            : g.Op("Concat", [turned, PaddingRules.Take(g, dy, [3], [turnedSize], [apart[3] - turnedSize])], ("axis", 3L));
        return g.Reshape(all, apart, x);
    }

    private static GraphValue TurnedBack(GradientScope g, GraphValue dy, BatchedShape shape, int size, int headAxis)
    {
        GraphValue cosine = Cache(g, 1, headAxis);
        GraphValue sine = Cache(g, 2, headAxis);
        int half = size / 2;
        if (g.Int("interleaved", 0) == 0)
        {
            GraphValue[] halves = g.Split(dy, axis: 3, [half, half]);
            return g.Op("Concat", [cosine * halves[0] + sine * halves[1], cosine * halves[1] - sine * halves[0]], ("axis", 3L));
        }

        GraphValue[] pairs = g.Split(g.Reshape(dy, new BatchedShape([.. shape.Sizes.Take(3), half, 2], shape.BatchAxis)), axis: 4, [1, 1]);
        (cosine, sine) = (g.Op("Unsqueeze", [cosine, g.List(4)]), g.Op("Unsqueeze", [sine, g.List(4)]));
        GraphValue turned = g.Op("Concat", [cosine * pairs[0] + sine * pairs[1], cosine * pairs[1] - sine * pairs[0]], ("axis", 4L));
        return g.Reshape(turned, new BatchedShape([.. shape.Sizes.Take(3), size], shape.BatchAxis));
    }

    /// <summary>For each place (and image) the cosines or sines, the same for all heads.</summary>
    private static GraphValue Cache(GradientScope g, int input, int headAxis)
    {
        GraphValue cache = g.HasInput(3) ? g.Op("Gather", [g.X(input), g.X(3)]) : g.X(input);
        return g.Op("Unsqueeze", [cache, g.List(headAxis)]);
    }
}
