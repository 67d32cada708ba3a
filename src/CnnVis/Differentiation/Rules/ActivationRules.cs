namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of activation functions. Those that can use the output do, so that ONNX Runtime may still fuse the forward pass.</summary>
internal static class ActivationRules
{
    private const float OneOverSqrt2 = 0.70710678118654752f;
    private const float OneOverSqrt2Pi = 0.39894228040143268f;
    private const float SqrtTwoOverPi = 0.79788456080286536f;
    private const float GeluCubic = 0.044715f;

    public static GraphValue Square(GraphValue value) => value * value;

    public static GraphValue LeakyRelu(GradientScope g)
    {
        float alpha = g.Float("alpha", 0.01f);
        return alpha is >= 0 and <= 1
            ? g.Dy * g.Op("Max", [g.Above(g.Y, 0), g.Constant(alpha)])
            : g.Where(g.X(0) > 0, g.Dy, g.Dy * alpha);
    }

    public static GraphValue Selu(GradientScope g)
    {
        float alpha = g.Float("alpha", 1.67326319217681884765625f);
        float gamma = g.Float("gamma", 1.05070102214813232421875f);
        return g.Dy * g.Where(g.X(0) > 0, g.Constant(gamma), g.Y + (gamma * alpha));
    }

    /// <summary>y = x clamp(x/6 + 1/2, 0, 1)</summary>
    public static GraphValue HardSwish(GradientScope g)
    {
        GraphValue x = g.X(0);
        GraphValue middle = g.Where(x < -3, g.Constant(0), x / 3 + 0.5f);
        return g.Dy * g.Where(x > 3, g.Constant(1), middle);
    }

    /// <summary>y = x tanh(softplus(x))</summary>
    public static GraphValue Mish(GradientScope g)
    {
        GraphValue x = g.X(0);
        GraphValue t = x.Unary("Softplus").Unary("Tanh");
        return g.Dy * (t + x * (1 - t * t) * x.Unary("Sigmoid"));
    }

    /// <summary>y = x s, s = sigmoid(a x): dx = dy (s + a y (1 - s))</summary>
    public static GraphValue QuickGelu(GradientScope g)
    {
        float alpha = g.Float("alpha", 1.702f);
        GraphValue s = (g.X(0) * alpha).Unary("Sigmoid");
        return g.Dy * (s + g.Y * (1 - s) * alpha);
    }

    public static GraphValue Gelu(GradientScope g) =>
        g.Dy * (g.Text("approximate", "none") == "tanh" ? GeluTanhSlope(g.X(0)) : GeluSlope(g.X(0)));

    /// <summary>Phi(x) + x phi(x), with the normal distribution's Phi and its density phi.</summary>
    public static GraphValue GeluSlope(GraphValue x)
    {
        GraphValue distribution = ((x * OneOverSqrt2).Unary("Erf") + 1) * 0.5f;
        GraphValue density = (x * x * -0.5f).Unary("Exp") * OneOverSqrt2Pi;
        return distribution + x * density;
    }

    /// <summary>y = x/2 (1 + t), t = tanh(u), u = sqrt(2/pi) (x + 0.044715 x^3)</summary>
    public static GraphValue GeluTanhSlope(GraphValue x)
    {
        GraphValue squared = x * x;
        GraphValue t = (x * (squared * GeluCubic + 1) * SqrtTwoOverPi).Unary("Tanh");
        GraphValue slopeOfU = (squared * (3 * GeluCubic) + 1) * SqrtTwoOverPi;
        return (t + 1) * 0.5f + x * 0.5f * (1 - t * t) * slopeOfU;
    }

    /// <summary>
    /// 1 strictly between the bounds: ReLU6's convention. Read off the output, because a second reader of the input would keep ONNX Runtime
    /// from fusing Conv and Clip.
    /// </summary>
    public static GraphValue Clip(GradientScope g) => g.Between(g.Dy, g.Y, LowerBound(g), UpperBound(g));

    /// <summary>What a Clip cuts off below; null where it cuts nothing off.</summary>
    public static float? LowerBound(GradientScope g) => Bound(g, "min", 1);

    /// <summary>What a Clip cuts off above; null where it cuts nothing off.</summary>
    public static float? UpperBound(GradientScope g) => Bound(g, "max", 2);

    private static float? Bound(GradientScope g, string attribute, int input)
    {
        float? bound = g.HasInput(input) ? g.Floats(input)[0] : g.HasAttribute(attribute) ? g.Float(attribute, 0) : null;
        return bound is { } number && float.IsFinite(number) ? number : null;
    }

    /// <summary>dx = y (dy - sum(dy y))</summary>
    public static GraphValue Softmax(GradientScope g, int[] axes) => g.Y * (g.Dy - g.Sum(g.Dy * g.Y, axes));

    /// <summary>dx = dy - exp(y) sum(dy)</summary>
    public static GraphValue LogSoftmax(GradientScope g, int[] axes) => g.Dy - g.Y.Unary("Exp") * g.Sum(g.Dy, axes);

    public static int[] OneAxis(GradientScope g) => [g.InputShape(0).Axis(g.Int("axis", -1))];

    /// <summary>Before opset 13 everything from the axis on is one distribution.</summary>
    public static int[] AxesFrom(GradientScope g)
    {
        int axis = g.InputShape(0).Axis(g.Int("axis", 1));
        return [.. Enumerable.Range(axis, g.InputShape(0).Rank - axis)];
    }
}
