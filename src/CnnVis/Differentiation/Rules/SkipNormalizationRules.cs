namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of y = normalise(s), s = x + skip + bias, where s may be an output too.</summary>
internal static class SkipNormalizationRules
{
    private const int SumOutput = 3;

    public static GraphValue Input(GradientScope g)
    {
        GraphValue? past = g.DyOf(0) is { } dy ? Normalized(g, dy) : null;
        return (past, g.DyOf(SumOutput)) switch
        {
            ({ } through, { } around) => through + around,
            var (through, around) => through ?? around!,
        };
    }

    public static GraphValue Skip(GradientScope g) => g.SumTo(Input(g), g.OutputShape(), g.InputShape(1));

    /// <summary>x, skip, gamma, then beta and bias, or only bias where nothing is centred.</summary>
    private static GraphValue Normalized(GradientScope g, GraphValue dy)
    {
        bool isCentred = g.Operator == "SkipLayerNormalization";
        int bias = isCentred ? 4 : 3;
        GraphValue sum = g.HasInput(bias) ? g.X(0) + g.X(1) + g.X(bias) : g.X(0) + g.X(1);
        int[] axes = [g.InputShape(0).Rank - 1];
        float epsilon = g.Float("epsilon", 1e-12f);
        return isCentred
            ? NormalizationRules.Normalized(g, sum, dy * g.X(2), axes, epsilon)
            : NormalizationRules.RmsNormalized(g, sum, dy * g.X(2), axes, epsilon);
    }
}
