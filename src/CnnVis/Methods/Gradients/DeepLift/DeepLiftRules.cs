using CnnVis.Differentiation;

namespace CnnVis.Methods;

/// <summary>
/// The rules of the gradient made rules of multipliers, which keep one law at every node: the multiplier of the output times its difference
/// between the two runs is the sum over the inputs of their multipliers times their differences. What is in no list here is refused.
/// </summary>
internal static class DeepLiftRules
{
    private static readonly (MultiplierRule Rule, string[] Operators)[] Groups =
    [
        (Linear,
        [
            "Add", "AveragePool", "BatchNormalization", "Cast", "CastLike", "CenterCropPad", "Col2Im", "Concat", "CumSum", "DepthToSpace",
            "DequantizeLinear", "Dropout", "Expand", "Flatten", "GlobalAveragePool", "Identity", "Mean", "Neg", "Pad", "ReduceMean", "ReduceSum",
            "Reshape", "Resize", "ReverseSequence", "RotaryEmbedding", "Slice", "SpaceToDepth", "Split", "Squeeze", "Sub", "Sum", "Tile",
            "Transpose", "Trilu", "Unsqueeze", "Upsample",
        ]),
        (LinearForKnownPlaces,
        [
            "Compress", "Gather", "GatherElements", "GatherND", "GridSample", "MaxUnpool", "Scatter", "ScatterElements", "ScatterND",
            "com.microsoft.GridSample",
        ]),
        (LinearForKnownRegions, ["RoiAlign"]),
        (LinearForKnownCondition, ["Where"]),
        (ProductMultipliers.MeanOfSides, ["Conv", "ConvTranspose", "Einsum", "Gemm", "MatMul", "Mul", "com.microsoft.FusedMatMul"]),
        (ProductMultipliers.Quotient, ["Div"]),
        (ActivationMultipliers.Smooth,
        [
            "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Cos", "Cosh", "Erf", "Gelu", "Mish", "Sigmoid", "Sin", "Sinh", "Softplus", "Softsign",
            "Tan", "Tanh", "com.microsoft.BiasGelu", "com.microsoft.FastGelu", "com.microsoft.Gelu", "com.microsoft.QuickGelu",
        ]),
        (ActivationMultipliers.Straight, ["Abs", "Clip", "Relu", "Shrink", "ThresholdedRelu"]),
        (ActivationMultipliers.PRelu, ["PRelu"]),
        (ActivationMultipliers.Power, ["Pow"]),
        (Own(ActivationMultipliers.Celu), ["Celu"]),
        (Own(ActivationMultipliers.Elu), ["Elu"]),
        (Own(ActivationMultipliers.Exp), ["Exp"]),
        (Own(ActivationMultipliers.HardSigmoid), ["HardSigmoid"]),
        (Own(ActivationMultipliers.HardSwish), ["HardSwish"]),
        (Own(ActivationMultipliers.LeakyRelu), ["LeakyRelu"]),
        (Own(ActivationMultipliers.Log), ["Log"]),
        (Own(ActivationMultipliers.Reciprocal), ["Reciprocal"]),
        (Own(ActivationMultipliers.Selu), ["Selu"]),
        (Own(ActivationMultipliers.Sqrt), ["Sqrt"]),
        (MaximumMultipliers.Largest, ["GlobalMaxPool", "Max", "MaxPool", "ReduceMax"]),
        (MaximumMultipliers.Smallest, ["Min", "ReduceMin"]),
        (Own(ReductionMultipliers.L1), ["ReduceL1"]),
        (Own(ReductionMultipliers.L2), ["ReduceL2"]),
        (Own(ReductionMultipliers.SumSquare), ["ReduceSumSquare"]),
        (Own(ReductionMultipliers.LogSum), ["ReduceLogSum"]),
        (Own(ReductionMultipliers.LpPool), ["LpPool"]),
        (Own(ReductionMultipliers.GlobalLpPool), ["GlobalLpPool"]),
        (Own(SoftmaxMultipliers.Softmax), ["Softmax"]),
        (Own(SoftmaxMultipliers.LogSoftmax), ["LogSoftmax"]),
        (Own(SoftmaxMultipliers.ReduceLogSumExp), ["ReduceLogSumExp"]),
        (Own(NormalizationMultipliers.Rows),
        [
            "GroupNormalization", "InstanceNormalization", "LayerNormalization", "MeanVarianceNormalization", "RMSNormalization",
            "SimplifiedLayerNormalization",
        ]),
        (Own(NormalizationMultipliers.Lp), ["LpNormalization"]),
        (Own(NormalizationMultipliers.LocalResponse), ["LRN"]),
    ];

    /// <summary>Their gradient is 0, their differences are not.</summary>
    private static readonly string[] Steps = ["Ceil", "Floor", "Round", "Sign"];

    public static RuleVariant Variant { get; } = new(Multipliers);

    private static GradientRules Multipliers(GradientRules rules)
    {
        GradientRules changed = rules.Changed(Refuse, rules.Operators.Except(Groups.SelectMany(group => group.Operators)));
        changed = Groups.Aggregate(changed, (table, group) => table.Changed(new(group.Rule), group.Operators));
        return Steps.Aggregate(changed, (table, step) => table.With(step, 1, ActivationMultipliers.Step));
    }

    private static MultiplierRule Own(GradientRule rule) => (g, _, _) => rule(g);

    private static GraphValue Linear(GradientScope g, int input, GradientRule gradient) => gradient(g);

    private static GraphValue LinearForKnownPlaces(GradientScope g, int input, GradientRule gradient) =>
        input != 1 && g.IsConstant(1)
            ? gradient(g)
            : throw g.Unsupported("DeepLIFT has a rule for it only where the places that it reads or writes are the same for every image");

    private static GraphValue LinearForKnownRegions(GradientScope g, int input, GradientRule gradient) =>
        input == 0 && g.IsConstant(1) && g.IsConstant(2) && g.Text("mode", "avg") == "avg"
            ? gradient(g)
            : throw g.Unsupported("DeepLIFT has a rule for it only where its regions are the same for every image, and averaged");

    private static GraphValue LinearForKnownCondition(GradientScope g, int input, GradientRule gradient) => g.IsConstant(0)
        ? gradient(g)
        : throw g.Unsupported("DeepLIFT has a rule for it only where its condition is the same for every image");

    private static GraphValue Refuse(GradientScope g, int input, GradientRule gradient) =>
        throw g.Unsupported("DeepLIFT has no rule for it; IntegratedGradients() needs none");
}
