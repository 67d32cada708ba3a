using CnnVis.Differentiation.Rules;

namespace CnnVis.Methods;

/// <summary>A dense layer, written as Gemm or as MatMul and an Add of constants.</summary>
internal sealed class DenseLayer(GradientScope scope, LrpBias bias) : LinearLayer(scope, bias)
{
    private bool IsGemm => Scope.Operator == "Gemm";

    public override bool IsDense => true;

    public override GraphValue Y => IsGemm || GivenBias is not { } bias ? Scope.Y : Scope.Y + InOutputShape(bias);

    public override GraphValue Forward(WeightPart part, GraphValue x, float[]? bias = null)
    {
        GraphValue product = Scope.Op("MatMul", [x, Weights(part)]);
        return bias is null ? product : product + InOutputShape(bias);
    }

    public override GraphValue Backward(WeightPart part, GraphValue s) => part != WeightPart.Whole
        ? Scope.Op("MatMul", [s, Scope.Transpose(Weights(part), [1, 0])])
        : IsGemm ? MatrixProductRules.GemmA(Scope, s)
        : MatrixProductRules.Left(Scope, s, Scope.X(1), input: 0, rightInput: 1);

    protected override float[]? GivenBias
    {
        get
        {
            if (!IsGemm)
            {
                return Graph.BiasBehind(Scope.Node);
            }

            if (!Scope.HasInput(2))
            {
                return null;
            }

            float[] given = Scope.Floats(2);
            float beta = Scope.Float("beta", 1);
            return [.. Enumerable.Range(0, Scope.ShapeOfY()[1]).Select(channel => beta * given[given.Length == 1 ? 0 : channel])];
        }
    }

    /// <summary>The weights as [inputs, outputs].</summary>
    protected override (float[] Values, long[] Shape) GivenWeights
    {
        get
        {
            float[] given = Scope.Floats(1);
            int rows = Scope.ShapeOfX(1)[0];
            int columns = Scope.ShapeOfX(1)[1];
            if (Scope.Int("transB", 0) == 0)
            {
                return (Scaled(given), [rows, columns]);
            }

            float[] transposed = new float[given.Length];
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    transposed[(column * rows) + row] = given[(row * columns) + column];
                }
            }

            return (Scaled(transposed), [columns, rows]);
        }
    }

    protected override GraphValue InOutputShape(float[] channels) => Scope.Constant(channels, channels.Length);

    private float[] Scaled(float[] weights)
    {
        float alpha = Scope.Float("alpha", 1);
        return alpha == 1 ? weights : Array.ConvertAll(weights, weight => alpha * weight);
    }
}
