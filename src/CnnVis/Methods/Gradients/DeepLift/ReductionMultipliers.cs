using CnnVis.Differentiation.Rules;

namespace CnnVis.Methods;

/// <summary>Sums of functions of single elements, and functions of such sums.</summary>
internal static class ReductionMultipliers
{
    public static GraphValue L1(GradientScope g) => ReductionRules.Spread(g, g.Dy) * ActivationMultipliers.OfMagnitude(g);

    public static GraphValue SumSquare(GradientScope g) => ReductionRules.Spread(g, g.Dy) * SumOfSides(g);

    /// <summary>y = sqrt(sum of x^2): (x + x') / (y + y')</summary>
    public static GraphValue L2(GradientScope g) => ReductionRules.Spread(g, OverSumOfNorms(g)) * SumOfSides(g);

    public static GraphValue LogSum(GradientScope g) =>
        ReductionRules.Spread(g, g.Dy * ActivationMultipliers.OfLogarithm(g, g.Y.Unary("Exp"), g.OfBaseline.Y.Unary("Exp")));

    public static GraphValue LpPool(GradientScope g)
    {
        ConvolutionGeometry geometry = PoolingWindows.Geometry(g);
        return g.Int("p", 2) switch
        {
            1 => PoolingWindows.SpreadOverWindows(g, g.Dy, geometry) * ActivationMultipliers.OfMagnitude(g),
            2 => PoolingWindows.SpreadOverWindows(g, OverSumOfNorms(g), geometry) * SumOfSides(g),
            var other => throw g.Unsupported($"DeepLIFT has a rule for it only for the norms 1 and 2, not for {other}"),
        };
    }

    public static GraphValue GlobalLpPool(GradientScope g) => g.Int("p", 2) switch
    {
        1 => g.Dy * ActivationMultipliers.OfMagnitude(g),
        2 => OverSumOfNorms(g) * SumOfSides(g),
        var other => throw g.Unsupported($"DeepLIFT has a rule for it only for the norms 1 and 2, not for {other}"),
    };

    private static GraphValue SumOfSides(GradientScope g) => g.X(0) + g.OfBaseline.X(0);

    private static GraphValue OverSumOfNorms(GradientScope g)
    {
        GraphValue norms = g.Y + g.OfBaseline.Y;
        return ActivationMultipliers.WhereEqual(g, norms, g.Constant(0), g.Dy / norms);
    }
}
