namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of convolutions and matrix products that ONNX Runtime's optimiser fused with what surrounds them.</summary>
internal static class FusedProductRules
{
    /// <summary>y = activation(conv(x, w) + b + z)</summary>
    public static GraphValue ConvInput(GradientScope g) => ConvolutionRules.Input(g, ConvSum(g));

    public static GraphValue ConvSum(GradientScope g) => FusedActivationRules.BeforeActivation(g, g.FloatList("activation_params"));

    /// <summary>y = activation(alpha A B + beta C)</summary>
    public static GraphValue GemmA(GradientScope g) => MatrixProductRules.GemmA(g, GemmSum(g));

    public static GraphValue GemmB(GradientScope g) => MatrixProductRules.GemmB(g, GemmSum(g));

    public static GraphValue GemmC(GradientScope g) => MatrixProductRules.GemmC(g, GemmSum(g));

    /// <summary>y = alpha A B, each of which may be given transposed.</summary>
    public static GraphValue MatMulLeft(GradientScope g)
    {
        (Operand a, Operand b) = Operands(g);
        return a.AsGiven(g, MatrixProductRules.Left(g, g.Dy * g.Float("alpha", 1), b.Value, a.Shape, b.Shape));
    }

    public static GraphValue MatMulRight(GradientScope g)
    {
        (Operand a, Operand b) = Operands(g);
        return b.AsGiven(g, MatrixProductRules.Right(g, g.Dy * g.Float("alpha", 1), a.Value, a.Shape, b.Shape));
    }

    private static GraphValue GemmSum(GradientScope g)
    {
        string[] names = ["activation_alpha", "activation_beta", "activation_gamma"];
        return FusedActivationRules.BeforeActivation(g, [.. names.Where(g.HasAttribute).Select(name => g.Float(name, 0))]);
    }

    private static (Operand A, Operand B) Operands(GradientScope g) =>
        g.Int("transBatchA", 0) == 1 || g.Int("transBatchB", 0) == 1
            ? throw g.Unsupported("it multiplies along other axes than the last two")
            : (Operand.Of(g, 0, g.Int("transA", 0) == 1), Operand.Of(g, 1, g.Int("transB", 0) == 1));

    /// <summary>A factor as it is multiplied.</summary>
    private sealed record Operand(GraphValue Value, BatchedShape Shape, bool IsTransposed)
    {
        public static Operand Of(GradientScope g, int input, bool isTransposed)
        {
            BatchedShape given = g.InputShape(input);
            if (!isTransposed || given.Rank < 2)
            {
                return new Operand(g.X(input), given, IsTransposed: false);
            }

            int[] swapped = Swapped(given.Rank);
            int? batch = given.BatchAxis is { } axis ? swapped[axis] : null;
            return new Operand(g.Transpose(g.X(input), swapped), new BatchedShape([.. swapped.Select(i => given[i])], batch), IsTransposed: true);
        }

        public GraphValue AsGiven(GradientScope g, GraphValue gradient) => IsTransposed ? g.Transpose(gradient, Swapped(Shape.Rank)) : gradient;

        private static int[] Swapped(int rank) => [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2];
    }
}
