using CnnVis.Differentiation;
using CnnVis.Differentiation.Rules;

namespace CnnVis.Methods;

/// <summary>
/// Layer-wise relevance propagation as a table of rules: the gradient's walk with other numbers. What only moves, repeats or picks numbers
/// (shapes, indices, interpolation, maxima) keeps the gradient's rule, which keeps their sum.
/// </summary>
internal static class RelevanceRules
{
    private static readonly string[] Activations =
    [
        "Relu", "LeakyRelu", "ThresholdedRelu", "PRelu", "Elu", "Selu", "Celu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus",
        "Softsign", "Mish", "Gelu", "Clip", "Shrink", "Softmax", "LogSoftmax", "com.microsoft.Gelu", "com.microsoft.QuickGelu",
        "com.microsoft.FastGelu", "com.microsoft.BiasGelu",
    ];

    private static readonly string[] Functions =
    [
        "Neg", "Abs", "Reciprocal", "Sqrt", "Exp", "Log", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh",
        "Atanh", "Erf", "Pow", "Mod",
    ];

    private static readonly string[] Normalizations =
    [
        "BatchNormalization", "InstanceNormalization", "LayerNormalization", "GroupNormalization", "RMSNormalization",
        "MeanVarianceNormalization", "LpNormalization", "LRN", "SimplifiedLayerNormalization",
    ];

    private static readonly string[] Quantizations = ["QuantizeLinear", "DynamicQuantizeLinear", "DequantizeLinear"];

    // Linear, or of the form y(c x) = c y(x): the parts x dy/dx add up to y.
    private static readonly string[] Sums =
    [
        "AveragePool", "LpPool", "GlobalAveragePool", "GlobalLpPool", "ReduceSum", "ReduceMean", "ReduceL1", "ReduceL2",
        "CumSum", "Col2Im", "RotaryEmbedding",
    ];

    private static readonly string[] Products = ["MatMul", "Gemm", "Einsum", "com.microsoft.FusedMatMul", "Conv", "ConvTranspose"];

    private static readonly string[] Sampling = ["DeformConv", "GridSample", "com.microsoft.GridSample", "RoiAlign"];

    private static readonly string[] SkipNormalizations =
        ["com.microsoft.SkipLayerNormalization", "com.microsoft.SkipSimplifiedLayerNormalization"];

    // Where the gradient's own rule does right: it moves, repeats or picks numbers, or their weights add up to 1.
    private static readonly string[] Kept =
    [
        "Cast", "CastLike", "CenterCropPad", "Compress", "Concat", "DepthToSpace", "Dropout", "Expand", "Flatten", "Gather", "GatherElements",
        "GatherND", "GlobalMaxPool", "Identity", "MaxPool", "MaxUnpool", "Pad", "ReduceLogSumExp", "ReduceMax", "ReduceMin", "Reshape", "Resize",
        "ReverseSequence", "Scatter", "Slice", "SpaceToDepth", "Split", "Squeeze", "Tile", "TopK", "Transpose", "Trilu", "Unsqueeze", "Upsample", "Where",
    ];

    private static readonly (Func<GradientScope, int, GradientRule, GraphValue> Rule, string[] Operators)[] Groups =
    [
        (Pass, [.. Activations, .. Functions, .. Normalizations, .. Quantizations]),
        (SumRules.Share, Sums),
        (SumRules.Add, ["Add", "Sum", "Mean"]),
        (SumRules.Scatter, ["ScatterElements", "ScatterND"]),
        (SumRules.Subtract, ["Sub"]),
        (SumRules.Extreme, ["Max", "Min"]),
        ((g, input, gradient) => SumRules.Share(g, input, gradient) / 2, ["ReduceSumSquare"]),
        ((g, input, gradient) => SumRules.Share(g, input, gradient) / ReductionRules.Count(g), ["ReduceProd"]),
        ((g, input, gradient) => g.X(input) * gradient(g), ["ReduceLogSum"]),
        (ProductRules.Multiply, ["Mul"]),
        (ProductRules.Divide, ["Div"]),
        (ProductRules.Attend, ["Attention"]),
        (ProductRules.Sample, Sampling),
        (SumRules.ShareBeforeNormalization, SkipNormalizations),
    ];

    /// <summary>The gradient's table with every rule replaced; an operator that is in no list here, such as one of the user's own, is refused.</summary>
    public static GradientRules Of(GradientRules rules, RelevanceComposite composite)
    {
        IEnumerable<string> known = [.. Groups.SelectMany(group => group.Operators), .. Products, .. Kept];
        GradientRules refusing = rules.Changed(Refuse, rules.Operators.Except(known));
        return Groups
            .Aggregate(refusing, (table, group) => table.Changed(group.Rule, group.Operators))
            .Changed((g, input, gradient) => CrossLayer(composite, g, input) ?? ProductRules.Contract(g, input, gradient), Products);
    }

    private static GraphValue Refuse(GradientScope g, int input, GradientRule gradient) => throw g.Unsupported("relevance propagation has no rule for it");

    /// <summary>R_x = R_y: activations and normalisations change numbers, not what they mean. What steers them gets nothing.</summary>
    private static GraphValue Pass(GradientScope g, int input, GradientRule gradient)
    {
        GraphValue relevance = g.Dy;
        return input == 0 || g.IsConstant(0) ? relevance : GraphValue.Nothing;
    }

    private static GraphValue? CrossLayer(RelevanceComposite composite, GradientScope g, int input)
    {
        if (input > 0 || !LinearLayers.Contain(g.Forward, g.Node))
        {
            return null;
        }

        LinearLayer layer = g.Operator switch
        {
            "Conv" => new ConvolutionLayer(g, composite.Bias),
            "ConvTranspose" => new TransposedConvolutionLayer(g, composite.Bias),
            _ => new DenseLayer(g, composite.Bias),
        };
        return composite.Cross(layer, g.Dy);
    }
}
