namespace CnnVis.Methods;

/// <summary>
/// How relevance crosses products of what is computed from the image: the signal takes it all. What only says how much of it passes gets nothing:
/// gates, attention, divisors, what broadcasting repeats (squeeze-and-excite), places to sample at. Where neither side is a gate each gets half.
/// Arras et al. 2017 for gates, Ali et al. 2022 for attention.
/// </summary>
internal static class ProductRules
{
    public static GraphValue Multiply(GradientScope g, int input, GradientRule gradient)
    {
        int? signal = SumRules.Carriers(g).Length == 1 ? input : SignalOf(g);
        return signal is null ? g.Dy / 2 : input == signal ? g.Dy : Nothing(g);
    }

    /// <summary>The dividend takes all; the inverse of something passes like an activation.</summary>
    public static GraphValue Divide(GradientScope g, int input, GradientRule gradient) =>
        input == 0 || !SumRules.Carriers(g).Contains(0) ? g.Dy : Nothing(g);

    /// <summary>Products that sum over an axis share among the summands; a third input of Conv and Gemm is one more summand.</summary>
    public static GraphValue Contract(GradientScope g, int input, GradientRule gradient)
    {
        int[] factors = [.. SumRules.Carriers(g).Where(carrier => carrier < 2 || g.Operator == "Einsum")];
        if (factors.Length < 2 || !factors.Contains(input))
        {
            return SumRules.Share(g, input, gradient);
        }

        int? signal = factors is [0, 1] ? SignalOf(g) : null;
        return signal is null ? SumRules.Share(g, input, gradient) / factors.Length : OnlyTo(signal.Value, g, input, gradient);
    }

    /// <summary>Queries and keys only say where to look: the values take all.</summary>
    public static GraphValue Attend(GradientScope g, int input, GradientRule gradient)
    {
        const int Values = 2;
        return OnlyTo(Values, g, input, gradient);
    }

    /// <summary>Where and how strongly the image is sampled is no evidence; interpolation keeps the sum, a convolution shares.</summary>
    public static GraphValue Sample(GradientScope g, int input, GradientRule gradient) =>
        g.Operator == "DeformConv" ? OnlyTo(0, g, input, gradient) : input == 0 ? gradient(g) : Nothing(g);

    private static GraphValue OnlyTo(int signal, GradientScope g, int input, GradientRule gradient) =>
        input == signal ? SumRules.Share(g, input, gradient) : Nothing(g);

    private static GraphValue Nothing(GradientScope g)
    {
        // Looked at and found not to matter.
        _ = g.Dy;
        return GraphValue.Nothing;
    }

    /// <summary>The input that is no gate; null where both are or none is.</summary>
    private static int? SignalOf(GradientScope g)
    {
        RelevanceGraph graph = RelevanceGraph.Of(g.Forward, g.Rules);
        bool firstIsGate = graph.IsGate(g.InputName(0));
        if (firstIsGate != graph.IsGate(g.InputName(1)))
        {
            return firstIsGate ? 1 : 0;
        }

        bool firstIsRepeated = SumRules.IsRepeated(g, 0);
        return g.Operator != "Mul" || firstIsRepeated == SumRules.IsRepeated(g, 1) ? null : firstIsRepeated ? 1 : 0;
    }
}
