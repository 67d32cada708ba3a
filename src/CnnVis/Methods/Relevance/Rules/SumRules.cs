namespace CnnVis.Methods;

/// <summary>
/// How relevance crosses sums, means and norms: each summand a gets its share a R / y. What is constant gets nothing, and what is repeated by
/// broadcasting and taken away, as in x - mean(x), is no evidence of its own.
/// </summary>
internal static class SumRules
{
    /// <summary>R_x = x (dy/dx)^T (R / y), y kept from 0.</summary>
    public static GraphValue Share(GradientScope g, int input, GradientRule gradient) => Share(g, input, gradient, g.Y);

    /// <summary>The same among the summands that carry relevance.</summary>
    public static GraphValue Add(GradientScope g, int input, GradientRule gradient)
    {
        int[] carriers = Carriers(g);
        return carriers.Length == 1 ? g.Dy
            : carriers.Length == g.InputCount ? Share(g, input, gradient)
            : Share(g, input, scope => scope.Dy, carriers.Select(g.X).Aggregate((sum, next) => sum + next));
    }

    public static GraphValue Subtract(GradientScope g, int input, GradientRule gradient)
    {
        int[] carriers = Carriers(g);
        int? signal = carriers.Length == 1 ? carriers[0] : IsRepeated(g, 0) == IsRepeated(g, 1) ? null : IsRepeated(g, 0) ? 1 : 0;
        GraphValue relevance = g.Dy;
        return signal is null ? Share(g, input, gradient) : input == signal ? relevance : GraphValue.Nothing;
    }

    /// <summary>Places to which numbers are added are sums; others are only picked.</summary>
    public static GraphValue Scatter(GradientScope g, int input, GradientRule gradient) =>
        g.Text("reduction", "none") == "add" ? Share(g, input, gradient) : gradient(g);

    /// <summary>The winner takes it; a constant that bounds the other side does not compete.</summary>
    public static GraphValue Extreme(GradientScope g, int input, GradientRule gradient) => Carriers(g).Length == 1 ? g.Dy : gradient(g);

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
        bool isOnly = Carriers(g) is [_];
        GraphValue share = isOnly ? relevance : g.X(input) * Stabilizer.Quotient(g, relevance, g.X(0) + g.X(1));
        return input == 0 ? share : g.SumTo(share, g.OutputShape(), g.InputShape(input));
    }

    /// <summary>The inputs from which relevance can go on to the image: not constants, and not masks.</summary>
    public static int[] Carriers(GradientScope g)
    {
        RelevanceGraph graph = RelevanceGraph.Of(g.Forward, g.Rules);
        return [.. Enumerable.Range(0, g.InputCount).Where(input => g.HasInput(input) && graph.Carries(g.InputName(input)))];
    }

    /// <summary>Whether broadcasting repeats an input.</summary>
    public static bool IsRepeated(GradientScope g, int input) => g.InputShape(input).ElementCount < g.OutputShape().ElementCount;

    private static GraphValue Share(GradientScope g, int input, GradientRule gradient, GraphValue total) =>
        g.X(input) * gradient(g.WithDy(Stabilizer.Quotient(g, g.Dy, total)));
}
