namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of activations that ONNX Runtime's optimiser fused with what comes before them.</summary>
internal static class FusedActivationRules
{
    public static GraphValue BiasGelu(GradientScope g, int input) => ToInput(g, g.Dy * ActivationRules.GeluSlope(Sum(g)), input);

    public static GraphValue FastGelu(GradientScope g, int input) => ToInput(g, g.Dy * ActivationRules.GeluTanhSlope(Sum(g)), input);

    /// <summary>dL/dz of y = activation(z), read off y.</summary>
    /// <param name="g">The node.</param>
    /// <param name="parameters">The activation's parameters, in the order in which its own operator names them.</param>
    public static GraphValue BeforeActivation(GradientScope g, IReadOnlyList<float> parameters) => g.Text("activation", "") switch
    {
        "" => g.Dy,
        "Relu" => g.Where(g.Y > 0, g.Dy),
        "Sigmoid" => g.Dy * g.Y * (1 - g.Y),
        "Tanh" => g.Dy * (1 - g.Y * g.Y),
        "LeakyRelu" when parameters is [> 0 and var alpha, ..] => g.Where(g.Y > 0, g.Dy, g.Dy * alpha),
        "Clip" when parameters is [var low, var high, ..] => g.Where((g.Y > low) & (g.Y < high), g.Dy),
        "HardSigmoid" when parameters is [var alpha, ..] => g.Where((g.Y > 0) & (g.Y < 1), g.Dy * alpha),
        var other => throw g.Unsupported($"its activation is {other}({string.Join(", ", parameters)})"),
    };

    private static GraphValue Sum(GradientScope g) => g.HasInput(1) ? g.X(0) + g.X(1) : g.X(0);

    private static GraphValue ToInput(GradientScope g, GraphValue gradient, int input) => g.SumTo(gradient, g.OutputShape(), g.InputShape(input));
}
