using CnnVis.Differentiation.Rules;

namespace CnnVis.Features.Dreams;

/// <summary>
/// A way out where no gradient arrives because every unit of a ReLU is switched off, or saturated: for such an image it lets through what would
/// switch units on again. All other ReLUs stay as they are: opened too, they would point to pictures that the network does not see (lucid).
/// </summary>
internal static class RedirectedRules
{
    public static GradientRules Table { get; } = GradientRules.Standard
        .With("Relu", 6, g => Redirect(g, g.Dy * g.Above(g.Y, 0), low: 0, high: null))
        .With("Clip", 6, g => Redirect(g, ActivationRules.Clip(g), ActivationRules.LowerBound(g), ActivationRules.UpperBound(g)));

    private static GraphValue Redirect(GradientScope g, GraphValue gradient, float? low, float? high)
    {
        GraphValue opened = g.Dy;
        if (low is { } lower)
        {
            opened = g.Where((g.Y > lower) | (g.Dy > 0), opened);
        }

        if (high is { } upper)
        {
            opened = g.Where((g.Y < upper) | (g.Dy < 0), opened);
        }

        IEnumerable<int> axesOfAnImage = Enumerable.Range(0, g.ShapeOfY().Count).Where(axis => axis != g.OutputShape().BatchAxis);
        return g.Where(g.Reduce("ReduceSum", gradient.Unary("Abs"), axesOfAnImage) > 0, gradient, opened);
    }
}
