namespace CnnVis.Methods;

/// <summary>
/// How relevance crosses sums, means and norms: each summand a gets its share a R / y. What is constant gets nothing, and what is repeated by
/// broadcasting and taken away, as in x - mean(x), is no evidence of its own.
/// </summary>
internal static class SumRules
{
    /// <summary>R_x = x (dy/dx)^T (R / y), y kept from 0; a single summand beside constants gets all.</summary>
    public static GraphValue Share(GradientScope g, int input, GradientRule gradient) =>
        g.InputCount > 1 && IsSum(g) && ComputedInputs(g) == 1 ? g.Dy : g.X(input) * gradient(g.WithDy(Stabilizer.Quotient(g, g.Dy, g.Y)));

    public static GraphValue Subtract(GradientScope g, int input, GradientRule gradient)
    {
        if (ComputedInputs(g) == 1)
        {
            return g.Dy;
        }

        if (IsRepeated(g, 0) == IsRepeated(g, 1))
        {
            return Share(g, input, gradient);
        }

        GraphValue relevance = g.Dy;
        return IsRepeated(g, input) ? GraphValue.Nothing : relevance;
    }

    /// <summary>The winner takes it; a constant that bounds the other side does not compete.</summary>
    public static GraphValue Extreme(GradientScope g, int input, GradientRule gradient) => ComputedInputs(g) == 1 ? g.Dy : gradient(g);

    /// <summary>y = normalise(x + skip + bias): past the normalisation it is a sum, which may be an output too.</summary>
    public static GraphValue ShareBeforeNormalization(GradientScope g, int input, GradientRule gradient)
    {
        const int SumOutput = 3;
        GraphValue? around = g.OutputCount > SumOutput ? g.DyOf(SumOutput) : null;
        GraphValue relevance = (g.DyOf(0), around) switch
        {
            ({ } past, { } beside) => past + beside,
            var (past, beside) => past ?? beside!,
        };
        GraphValue share = g.X(input) * Stabilizer.Quotient(g, relevance, g.X(0) + g.X(1));
        return input == 0 ? share : g.SumTo(share, g.OutputShape(), g.InputShape(input));
    }

    public static int ComputedInputs(GradientScope g) =>
        Enumerable.Range(0, g.InputCount).Count(input => g.HasInput(input) && !g.IsConstant(input));

    /// <summary>Whether broadcasting repeats an input.</summary>
    public static bool IsRepeated(GradientScope g, int input) => g.InputShape(input).ElementCount < g.OutputShape().ElementCount;

    private static bool IsSum(GradientScope g) => g.Operator is "Add" or "Sum" or "Mean";
}
