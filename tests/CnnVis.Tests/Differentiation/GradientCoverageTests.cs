namespace CnnVis.Tests.Differentiation;

public class GradientCoverageTests
{
    /// <summary>Steps, counts, indices and comparisons: what is zero where it is defined, or nobody's gradient.</summary>
    private static readonly string[] WithoutDerivative =
    [
        "And", "ArgMax", "ArgMin", "Bernoulli", "BitShift", "BitwiseAnd", "BitwiseNot", "BitwiseOr", "BitwiseXor", "Ceil", "ConstantOfShape",
        "Equal", "EyeLike", "Floor", "Greater", "GreaterOrEqual", "Hardmax", "IsInf", "IsNaN", "Less", "LessOrEqual", "Multinomial",
        "NonMaxSuppression", "NonZero", "Not", "OneHot", "Or", "RandomNormalLike", "RandomUniformLike", "Range", "Round", "Shape", "Sign", "Size",
        "Unique", "Xor",
    ];

    /// <summary>Operators with tests of their own instead of rows.</summary>
    private static readonly Dictionary<string, Type> TestedApart = new()
    {
        ["Attention"] = typeof(AttentionRulesTests),
        ["RotaryEmbedding"] = typeof(AttentionRulesTests),
        ["DeformConv"] = typeof(DeformableConvolutionRulesTests),
        ["GridSample"] = typeof(GridSampleRulesTests),
        ["com.microsoft.GridSample"] = typeof(GridSampleRulesTests),
        ["MaxUnpool"] = typeof(MaxUnpoolRulesTests),
        ["RoiAlign"] = typeof(RoiAlignRulesTests),
        ["com.microsoft.BiasGelu"] = typeof(OptimizerFusionRulesTests),
        ["com.microsoft.FastGelu"] = typeof(OptimizerFusionRulesTests),
        ["com.microsoft.FusedConv"] = typeof(OptimizerFusionRulesTests),
        ["com.microsoft.FusedGemm"] = typeof(OptimizerFusionRulesTests),
        ["com.microsoft.FusedMatMul"] = typeof(OptimizerFusionRulesTests),
        ["com.microsoft.Gelu"] = typeof(OptimizerFusionRulesTests),
        ["com.microsoft.QuickGelu"] = typeof(OptimizerFusionRulesTests),
        ["com.microsoft.SkipLayerNormalization"] = typeof(OptimizerFusionRulesTests),
        ["com.microsoft.SkipSimplifiedLayerNormalization"] = typeof(OptimizerFusionRulesTests),
        ["SimplifiedLayerNormalization"] = typeof(OptimizerFusionRulesTests),
    };

    public static IEnumerable<object[]> Rules => GradientRules.Standard.All
        .Where(pair => !pair.Rule.IsZero && !TestedApart.ContainsKey(pair.Operator))
        .Select(pair => new object[] { pair.Operator, pair.Rule.Since });

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_OfTheTable_HasARow(string operatorType, int since) => Assert.Contains(
        GradientCases.All,
        row => row.Operator == operatorType && GradientRules.Standard.Find(operatorType, row.Opset)?.Since == since);

    [Fact]
    public void Rules_ThatAreZero_AreThoseWithoutADerivative() =>
        Assert.Equal(WithoutDerivative, GradientRules.Standard.All.Where(pair => pair.Rule.IsZero).Select(pair => pair.Operator));

    [Fact]
    public void Rules_TestedApart_AreInTheTable() => Assert.Subset(GradientRules.Standard.Operators.ToHashSet(), TestedApart.Keys.ToHashSet());

    [Fact]
    public void Operators_OfTheTable_AreInAlphabeticalOrder() =>
        Assert.Equal(GradientRules.Standard.Operators.Order(StringComparer.Ordinal), GradientRules.Standard.Operators);
}
