namespace CnnVis.Methods;

/// <summary>
/// y = max(x): with c = max(y, y'), m(y) (c - y') goes to the place of the maximum of x and m(y) (y - c) to that of x'; the sum at each place is
/// divided by its difference. What goes to a place is never more than its difference, so the quotient is safe.
/// </summary>
internal static class MaximumMultipliers
{
    public static GraphValue Largest(GradientScope g, int input, GradientRule gradient) => OfExtremes(g, input, gradient, "Max");

    public static GraphValue Smallest(GradientScope g, int input, GradientRule gradient) => OfExtremes(g, input, gradient, "Min");

    private static GraphValue OfExtremes(GradientScope g, int input, GradientRule gradient, string extreme)
    {
        GradientScope ofBaseline = g.OfBaseline;
        GraphValue c = g.Y.Binary(extreme, ofBaseline.Y);
        GraphValue toImages = gradient(g.WithDy(g.Dy * (c - ofBaseline.Y)));
        GraphValue toBaselines = gradient(ofBaseline.WithDy(g.Dy * (g.Y - c)));
        GraphValue difference = g.X(input) - ofBaseline.X(input);
        return ActivationMultipliers.WhereEqual(g, difference, g.Constant(0), (toImages + toBaselines) / difference);
    }
}
