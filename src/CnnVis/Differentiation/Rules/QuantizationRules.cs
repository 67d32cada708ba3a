namespace CnnVis.Differentiation.Rules;

/// <summary>
/// Straight-through gradients: rounding is passed as if it were not there, and what was clipped gets none. The gradient of a quantised
/// tensor is with respect to its codes.
/// </summary>
internal static class QuantizationRules
{
    public static GraphValue Quantize(GradientScope g)
    {
        GraphValue scale = AlongAxis(g, g.X(1), 1);
        GraphValue code = (g.X(0) / scale).Unary("Round");
        GraphValue shifted = g.HasInput(2) ? code + AlongAxis(g, g.X(2), 2) : code;
        (float low, float high) = g.CodeRange(0);
        return g.Where(!((shifted < low) | (shifted > high)), g.Dy / scale);
    }

    public static GraphValue Dequantize(GradientScope g) => g.Dy * AlongAxis(g, g.X(1), 1);

    /// <summary>x, x_scale, x_zero, w, w_scale, w_zero, y_scale, y_zero</summary>
    public static GraphValue Conv(GradientScope g)
    {
        int outputs = g.InputShape(3)[0];
        float[] weights = Dequantized(g.Floats(3), g.Floats(5), g.Floats(4), outputs);
        var kernel = new ConvolutionKernel(weights, g.InputShape(3).Sizes, (int)g.Int("group", 1));
        return ConvolutionRules.WithKernel(g, NotClipped(g) / g.X(6), kernel) * g.X(1);
    }

    /// <summary>x, w, x_zero, w_zero; the result is a sum of products of integers, and nothing is rounded.</summary>
    public static GraphValue ConvInteger(GradientScope g)
    {
        float[] zero = g.HasInput(3) ? g.Floats(3) : [0];
        float[] weights = Dequantized(g.Floats(1), zero, [1], g.InputShape(1)[0]);
        return ConvolutionRules.WithKernel(g, g.Dy, new ConvolutionKernel(weights, g.InputShape(1).Sizes, (int)g.Int("group", 1)));
    }

    /// <summary>a, a_scale, a_zero, b, b_scale, b_zero, y_scale, y_zero</summary>
    public static GraphValue MatMulLeft(GradientScope g) =>
        MatrixProductRules.Left(g, NotClipped(g) / g.X(6), (g.X(3) - g.X(5)) * g.X(4), input: 0, rightInput: 3) * g.X(1);

    public static GraphValue MatMulRight(GradientScope g) =>
        MatrixProductRules.Right(g, NotClipped(g) / g.X(6), (g.X(0) - g.X(2)) * g.X(1), leftInput: 0, input: 3) * g.X(4);

    /// <summary>a, b, a_zero, b_zero</summary>
    public static GraphValue MatMulIntegerLeft(GradientScope g) =>
        MatrixProductRules.Left(g, g.Dy, g.HasInput(3) ? g.X(1) - g.X(3) : g.X(1), input: 0, rightInput: 1);

    public static GraphValue MatMulIntegerRight(GradientScope g) =>
        MatrixProductRules.Right(g, g.Dy, g.HasInput(2) ? g.X(0) - g.X(2) : g.X(0), leftInput: 0, input: 1);

    /// <summary>The codes at the ends of the range may stand for anything beyond.</summary>
    private static GraphValue NotClipped(GradientScope g)
    {
        (float low, float high) = g.CodeRange(0);
        return g.Where((g.Y > low) & (g.Y < high), g.Dy);
    }

    /// <summary>One scale for all, or one for each output.</summary>
    private static float[] Dequantized(float[] codes, float[] zeros, float[] scales, int outputs)
    {
        int perOutput = codes.Length / outputs;
        return [.. codes.Select((code, i) => (code - zeros[zeros.Length == 1 ? 0 : i / perOutput]) * scales[scales.Length == 1 ? 0 : i / perOutput])];
    }

    private static GraphValue AlongAxis(GradientScope g, GraphValue value, int input)
    {
        if (g.InputShape(input).Rank != 1 || g.InputShape(input)[0] == 1)
        {
            return g.InputShape(input).ElementCount == 1 ? value : throw g.Unsupported("its scales belong to blocks");
        }

        int axis = g.InputShape(0).Axis(g.Int("axis", 1));
        return g.Op("Reshape", [value, g.List([-1, .. Enumerable.Repeat(1L, g.InputShape(0).Rank - axis - 1)])]);
    }
}
