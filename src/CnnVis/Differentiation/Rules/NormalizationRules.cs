namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of normalisations with respect to what is normalised.</summary>
internal static class NormalizationRules
{
    /// <summary>In inference a scale for each channel.</summary>
    public static GraphValue Batch(GradientScope g)
    {
        if (g.Int("training_mode", 0) == 1 || g.Int("spatial", 1) == 0)
        {
            throw g.Unsupported(g.Int("training_mode", 0) == 1 ? "it is in training mode" : "it keeps statistics for each place (spatial=0)");
        }

        GraphValue scale = g.X(1) / (g.X(4) + g.Float("epsilon", 1e-5f)).Unary("Sqrt");
        return g.Dy * PerChannel(g, scale);
    }

    /// <summary>The gradient of operators that normalise rows, each by its own mean and variance.</summary>
    public static GraphValue OfRows(GradientScope g)
    {
        var rows = NormalizedRows.Of(g);
        GraphValue gradient = rows.IsCentred
            ? Normalized(g, rows.X(g), rows.Arriving, rows.Axes, rows.Epsilon)
            : RmsNormalized(g, rows.X(g), rows.Arriving, rows.Axes, rows.Epsilon);
        return rows.AsX(g, gradient);
    }

    /// <summary>y = x / |x|_p</summary>
    public static GraphValue Lp(GradientScope g)
    {
        int[] axes = [g.InputShape(0).Axis(g.Int("axis", -1))];
        bool isL1 = g.Int("p", 2) == 1;
        GraphValue norm = g.Reduce(isL1 ? "ReduceL1" : "ReduceL2", g.X(0), axes);
        GraphValue along = isL1 ? g.X(0).Unary("Sign") : g.Y;
        return g.Where(norm > 0, (g.Dy - along * g.Sum(g.Dy * g.Y, axes)) / norm);
    }

    /// <summary>
    /// y = x b^-beta, b = bias + alpha/n S(x^2), where S sums over n neighbouring channels:
    /// dx = dy b^-beta - 2 alpha beta / n x S'(dy x b^(-beta-1)), S' the transposed sum.
    /// </summary>
    public static GraphValue LocalResponse(GradientScope g)
    {
        int size = (int)g.Int("size", 1);
        float beta = g.Float("beta", 0.75f);
        float alphaOverSize = g.Float("alpha", 1e-4f) / size;
        GraphValue x = g.X(0);
        GraphValue b = NeighbourSum(g, x * x, (size - 1) / 2, size / 2) * alphaOverSize + g.Float("bias", 1);
        GraphValue power = b.Binary("Pow", g.Constant(-beta));
        GraphValue across = NeighbourSum(g, g.Dy * x * power / b, size / 2, (size - 1) / 2);
        return g.Dy * power - x * across * (2 * alphaOverSize * beta);
    }

    /// <summary>For each channel the sum over those from so many before to so many after.</summary>
    public static GraphValue NeighbourSum(GradientScope g, GraphValue value, int before, int after)
    {
        int channels = g.InputShape(0)[1];
        float[] band = new float[channels * channels];
        for (int from = 0; from < channels; from++)
        {
            for (int to = 0; to < channels; to++)
            {
                band[(from * channels) + to] = from >= to - before && from <= to + after ? 1 : 0;
            }
        }

        return new ShapedValue(g, value, g.InputShape(0)).Multiplied(axis: 1, band, channels).Value;
    }

    /// <summary>y = x r s, r = 1 / sqrt(mean(x^2) + e): dx = r (h - x r mean(h x r)), h = dy s</summary>
    public static GraphValue RmsNormalized(GradientScope g, GraphValue x, GraphValue h, int[] axes, float epsilon)
    {
        GraphValue inverse = 1 / (g.Mean(x * x, axes) + epsilon).Unary("Sqrt");
        GraphValue normal = x * inverse;
        return inverse * (h - normal * g.Mean(h * normal, axes));
    }

    /// <summary>dx = r (h - mean(h) - n mean(h n)), n = (x - mean(x)) r, r = 1 / sqrt(var(x) + e)</summary>
    public static GraphValue Normalized(GradientScope g, GraphValue x, GraphValue h, int[] axes, float epsilon)
    {
        GraphValue centred = x - g.Mean(x, axes);
        GraphValue inverse = 1 / (g.Mean(centred * centred, axes) + epsilon).Unary("Sqrt");
        GraphValue normal = centred * inverse;
        return inverse * (h - g.Mean(h, axes) - normal * g.Mean(h * normal, axes));
    }

    /// <summary>A number for each channel, so that it is broadcast over the places.</summary>
    public static GraphValue PerChannel(GradientScope g, GraphValue value) =>
        g.Op("Reshape", [value, g.List([-1, .. Enumerable.Repeat(1L, g.InputShape(0).Rank - 2)])]);
}
