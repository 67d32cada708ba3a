namespace CnnVis.Methods;

/// <summary>y = a b: m(a) = m(y) (b + b') / 2, m(b) = m(y) (a + a') / 2, for every bilinear operator, and for a quotient as a = y b.</summary>
internal static class ProductMultipliers
{
    /// <summary>The gradient's rule towards one factor reads the other one; the mean of what it gives for both runs is the rule.</summary>
    public static GraphValue MeanOfSides(GradientScope g, int input, GradientRule gradient)
    {
        bool isSummand = g.Operator != "Einsum" && input > 1;
        int[] computed = isSummand ? [] : [.. Factors(g).Where(factor => factor != input && !g.IsConstant(factor))];
        return computed.Length switch
        {
            0 => gradient(g),
            1 => ActivationMultipliers.MeanOfSlopes(g, gradient),
            _ => throw g.Unsupported("DeepLIFT has a rule for it only where at most two of its factors depend on the image"),
        };
    }

    /// <summary>
    /// y = a / b as a = y b: m(a) = m(y) / B, m(b) = -m(y) (y + y') / 2 / B, B = (b + b') / 2. As a (1 / b) it would be as large as the larger of
    /// 1 / b and 1 / b', and what cancels would be lost in rounding. Where b changes its sign, so that B may be 0, it is taken so nevertheless.
    /// </summary>
    public static GraphValue Quotient(GradientScope g, int input, GradientRule gradient)
    {
        GradientScope ofBaseline = g.OfBaseline;
        GraphValue product = g.X(1) * ofBaseline.X(1);
        GraphValue sum = g.X(1) + ofBaseline.X(1);
        if (input == 0)
        {
            return g.IsConstant(1) ? gradient(g) : g.Where(product > 0, g.Dy * 2 / sum, ActivationMultipliers.MeanOfSlopes(g, gradient));
        }

        GraphValue asProduct = g.Dy * (g.X(0) + ofBaseline.X(0)) * 0.5f / product;
        return -g.Where(product > 0, g.Dy * (g.Y + ofBaseline.Y) / sum, asProduct);
    }

    private static IEnumerable<int> Factors(GradientScope g) => Enumerable.Range(0, g.Operator == "Einsum" ? g.InputCount : 2);
}
