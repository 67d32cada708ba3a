namespace CnnVis.Methods;

/// <summary>
/// m(x) = m(y) (y - y') / (x - x') for functions of single elements. In float32 that quotient is useless where x and x' are near: its rounding
/// grows as they approach. So it is written without a small difference where a formula allows it, and elsewhere replaced below a
/// distance at which what the replacement neglects is as small as the rounding.
/// </summary>
internal static class ActivationMultipliers
{
    // Rounding spoils the quotient by 6e-8 / 0.01, the mean of the slopes by 0.01^2 / 12: both are near 1e-5.
    private const float Near = 0.01f;

    /// <summary>A smooth function of one input: near each other, the mean of the slopes at x and x'.</summary>
    public static GraphValue Smooth(GradientScope g, int input, GradientRule gradient)
    {
        if (Enumerable.Range(0, g.InputCount).Any(other => other != input && g.HasInput(other) && !g.IsConstant(other)))
        {
            throw g.Unsupported("DeepLIFT has a rule for it only where one of its inputs depends on the image");
        }

        GraphValue difference = g.X(input) - g.OfBaseline.X(input);
        return WhereNear(g, difference, MeanOfSlopes(g, gradient), g.Dy * (g.Y - g.OfBaseline.Y) / difference);
    }

    /// <summary>A function that passes numbers on or replaces them by constants: nothing is rounded, so the quotient is exact.</summary>
    public static GraphValue Straight(GradientScope g, int input, GradientRule gradient)
    {
        GraphValue difference = Difference(g);
        return WhereEqual(g, difference, gradient(g), g.Dy * ((g.Y - g.OfBaseline.Y) / difference));
    }

    /// <summary>Nothing where both are the same.</summary>
    public static GraphValue Step(GradientScope g) => Straight(g, 0, scope => scope.Constant(0));

    /// <summary>y = a x + (1 - a) relu(x)</summary>
    public static GraphValue LeakyRelu(GradientScope g)
    {
        float alpha = g.Float("alpha", 0.01f);
        return g.Dy * (PositivePart(g) * (1 - alpha) + alpha);
    }

    /// <inheritdoc cref="LeakyRelu"/>
    public static GraphValue PRelu(GradientScope g, int input, GradientRule gradient) => g.IsConstant(1)
        ? g.Dy * (g.X(1) + (1 - g.X(1)) * PositivePart(g))
        : throw g.Unsupported("DeepLIFT has a rule for it only where its slope is the same for every image");

    /// <summary>y = relu(x) + a (exp(n) - 1), where n = x - relu(x)</summary>
    public static GraphValue Elu(GradientScope g) => g.Dy * Exponential(g, g.Float("alpha", 1), scale: 1);

    /// <summary>y = c (relu(x) + a (exp(n) - 1)), where n = x - relu(x)</summary>
    public static GraphValue Selu(GradientScope g) =>
        g.Dy * Exponential(g, g.Float("alpha", 1.67326319217681884765625f), scale: 1) * g.Float("gamma", 1.05070102214813232421875f);

    /// <summary>y = relu(x) + a (exp(n / a) - 1), where n = x - relu(x)</summary>
    public static GraphValue Celu(GradientScope g) => g.Dy * Exponential(g, alpha: 1, scale: 1 / g.Float("alpha", 1));

    /// <summary>y = a clamp(x, -b/a, (1-b)/a) + b; where a is negative the two bounds change places.</summary>
    public static GraphValue HardSigmoid(GradientScope g)
    {
        float alpha = g.Float("alpha", 0.2f);
        float beta = g.Float("beta", 0.5f);
        (float zero, float one) = (-beta / alpha, (1 - beta) / alpha);
        return alpha == 0 ? g.NoGradient(0) : g.Dy * Clamped(g, Math.Min(zero, one), Math.Max(zero, one)) * alpha;
    }

    /// <summary>y = x h, h = clamp(x, -3, 3) / 6 + 1/2</summary>
    public static GraphValue HardSwish(GradientScope g)
    {
        GraphValue x = g.X(0);
        GraphValue other = g.OfBaseline.X(0);
        GraphValue meanOfH = (Clamp(g, x, -3, 3) + Clamp(g, other, -3, 3)) / 12 + 0.5f;
        return g.Dy * (meanOfH + (x + other) * Clamped(g, -3, 3) / 12);
    }

    public static GraphValue Exp(GradientScope g) => g.Dy * OfExponential(g, g.Y, g.OfBaseline.Y, Difference(g));

    public static GraphValue Log(GradientScope g) => g.Dy * OfLogarithm(g, g.X(0), g.OfBaseline.X(0));

    /// <summary>1 / (y + y')</summary>
    public static GraphValue Sqrt(GradientScope g) => g.Finite(g.Dy / (g.Y + g.OfBaseline.Y));

    /// <summary>-y y'</summary>
    public static GraphValue Reciprocal(GradientScope g) => -(g.Dy * g.Y * g.OfBaseline.Y);

    /// <summary>x + x' for squares, and so on; for other powers the quotient, near each other the mean of the slopes.</summary>
    public static GraphValue Power(GradientScope g, int input, GradientRule gradient)
    {
        if (input != 0 || !g.IsConstant(1))
        {
            throw g.Unsupported("DeepLIFT has a rule for it only where its exponent is the same for every image");
        }

        GraphValue x = g.X(0);
        GraphValue other = g.OfBaseline.X(0);
        switch (g.Floats(1))
        {
            case [1]:
                return g.Dy;
            case [2]:
                return g.Dy * (x + other);
            case [3]:
                return g.Dy * (x * x + x * other + other * other);
            case [0.5f]:
                return Sqrt(g);
            case [-1]:
                return Reciprocal(g);
            default:
                return WhereNearAsParts(g, x, other, MeanOfSlopes(g, gradient), g.Dy * (g.Y - g.OfBaseline.Y) / (x - other));
        }
    }

    /// <summary>(e - e') / (z - z') for e = exp(z)</summary>
    public static GraphValue OfExponential(GradientScope g, GraphValue e, GraphValue other, GraphValue difference) =>
        WhereNear(g, difference, (e + other) * 0.5f, (e - other) / difference);

    /// <summary>(log(s) - log(s')) / (s - s')</summary>
    public static GraphValue OfLogarithm(GradientScope g, GraphValue s, GraphValue other) => OfLogarithm(g, s, other, s.Unary("Log") - other.Unary("Log"));

    /// <inheritdoc cref="OfLogarithm(GradientScope, GraphValue, GraphValue)"/>
    public static GraphValue OfLogarithm(GradientScope g, GraphValue s, GraphValue other, GraphValue difference) =>
        WhereNearAsParts(g, s, other, 2 / (s + other), difference / (s - other));

    /// <summary>The mean of what the gradient's rule gives for both runs.</summary>
    public static GraphValue MeanOfSlopes(GradientScope g, GradientRule gradient) => (gradient(g) + gradient(g.OfBaseline)) * 0.5f;

    /// <summary>(|x| - |x'|) / (x - x')</summary>
    public static GraphValue OfMagnitude(GradientScope g) => PositivePart(g) * 2 + -1f;

    public static GraphValue WhereEqual(GradientScope g, GraphValue difference, GraphValue equal, GraphValue otherwise) =>
        g.Where(g.Equal(difference, g.Constant(0)), equal, otherwise);

    /// <summary>Chooses by the difference as a part of both sides: for functions whose slope changes the faster, the nearer 0 is.</summary>
    public static GraphValue WhereNearAsParts(GradientScope g, GraphValue x, GraphValue other, GraphValue near, GraphValue far) =>
        g.Where((x - other).Unary("Abs") > (x.Unary("Abs") + other.Unary("Abs")) * (Near / 2), far, near);

    private static GraphValue WhereNear(GradientScope g, GraphValue difference, GraphValue near, GraphValue far) =>
        g.Where(difference.Unary("Abs") > Near, far, near);

    /// <summary>(relu(x) - relu(x')) / (x - x')</summary>
    private static GraphValue PositivePart(GradientScope g)
    {
        GraphValue x = g.X(0);
        GraphValue difference = Difference(g);
        return WhereEqual(g, difference, g.Above(x, 0), (x.Unary("Relu") - g.OfBaseline.X(0).Unary("Relu")) / difference);
    }

    /// <summary>p + a (exp(s n) - exp(s n')) / (s n - s n') (1 - p), where p is the part of the difference that is above 0</summary>
    private static GraphValue Exponential(GradientScope g, float alpha, float scale)
    {
        GraphValue positive = PositivePart(g);
        GraphValue n = (g.X(0) - g.X(0).Unary("Relu")) * scale;
        GraphValue other = (g.OfBaseline.X(0) - g.OfBaseline.X(0).Unary("Relu")) * scale;
        return positive + OfExponential(g, n.Unary("Exp"), other.Unary("Exp"), n - other) * (1 - positive) * alpha;
    }

    private static GraphValue Clamped(GradientScope g, float low, float high)
    {
        GraphValue x = g.X(0);
        GraphValue difference = Difference(g);
        GraphValue slope = g.Above(x, low) * g.Below(x, high);
        return WhereEqual(g, difference, slope, (Clamp(g, x, low, high) - Clamp(g, g.OfBaseline.X(0), low, high)) / difference);
    }

    private static GraphValue Clamp(GradientScope g, GraphValue x, float low, float high) => g.Op("Clip", [x, g.Constant(low), g.Constant(high)]);

    private static GraphValue Difference(GradientScope g) => g.X(0) - g.OfBaseline.X(0);
}
