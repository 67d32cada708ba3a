using CnnVis.Differentiation.Rules;

namespace CnnVis.Methods;

/// <summary>
/// Softmax step by step as exp(x - L), L = log(sum of exp(x)). The multiplier of L towards x is p = (L - L') / (s - s') (e - e') / (x - x') with
/// e = exp(x - c), s = sum of e, the same c in both runs: it is positive everywhere. exp(x) times 1 / s instead would subtract numbers that
/// are as large as the ratio of the two sums.
/// </summary>
internal static class SoftmaxMultipliers
{
    public static GraphValue Softmax(GradientScope g)
    {
        (GraphValue p, GraphValue differenceOfL) = Shares(g, Axes(g));
        GraphValue difference = g.X(0) - g.OfBaseline.X(0) - differenceOfL;
        return OfLogarithms(g, g.Dy * ActivationMultipliers.OfExponential(g, g.Y, g.OfBaseline.Y, difference), p);
    }

    public static GraphValue LogSoftmax(GradientScope g) => OfLogarithms(g, g.Dy, Shares(g, Axes(g)).P);

    public static GraphValue ReduceLogSumExp(GradientScope g) => ReductionRules.Spread(g, g.Dy) * Shares(g, ReductionRules.Axes(g)).P;

    private static GraphValue OfLogarithms(GradientScope g, GraphValue arriving, GraphValue p) => arriving - p * g.Sum(arriving, Axes(g));

    private static (GraphValue P, GraphValue DifferenceOfL) Shares(GradientScope g, int[] axes)
    {
        GraphValue x = g.X(0);
        GraphValue other = g.OfBaseline.X(0);
        GraphValue largest = g.Reduce("ReduceMax", x, axes);
        GraphValue largestOfOther = g.Reduce("ReduceMax", other, axes);
        GraphValue c = largest.Binary("Max", largestOfOther);
        GraphValue e = (x - c).Unary("Exp");
        GraphValue eOfOther = (other - c).Unary("Exp");
        GraphValue s = g.Sum(e, axes);
        GraphValue sOfOther = g.Sum(eOfOther, axes);

        // With a c of its own each, because one of the sums may be too small for float32 beside the other.
        GraphValue differenceOfL = LogSum(g, x, largest, axes) - LogSum(g, other, largestOfOther, axes);
        GraphValue ofL = ActivationMultipliers.OfLogarithm(g, s, sOfOther, differenceOfL);
        return (ofL * ActivationMultipliers.OfExponential(g, e, eOfOther, x - other), differenceOfL);
    }

    private static GraphValue LogSum(GradientScope g, GraphValue x, GraphValue largest, int[] axes) =>
        g.Sum((x - largest).Unary("Exp"), axes).Unary("Log") + largest;

    private static int[] Axes(GradientScope g) => g.Opset < 13 ? ActivationRules.AxesFrom(g) : ActivationRules.OneAxis(g);
}
