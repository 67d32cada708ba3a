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

    public static IEnumerable<object[]> Rules =>
        GradientRules.Standard.All.Where(pair => !pair.Rule.IsZero).Select(pair => new object[] { pair.Operator, pair.Rule.Since });

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_OfTheTable_HasARow(string operatorType, int since) => Assert.Contains(
        GradientCases.All,
        row => row.Operator == operatorType && GradientRules.Standard.Find(operatorType, row.Opset)?.Since == since);

    [Fact]
    public void Rules_ThatAreZero_AreThoseWithoutADerivative() =>
        Assert.Equal(WithoutDerivative, GradientRules.Standard.All.Where(pair => pair.Rule.IsZero).Select(pair => pair.Operator));

    [Fact]
    public void Operators_OfTheTable_AreInAlphabeticalOrder() =>
        Assert.Equal(GradientRules.Standard.Operators.Order(StringComparer.Ordinal), GradientRules.Standard.Operators);
}
