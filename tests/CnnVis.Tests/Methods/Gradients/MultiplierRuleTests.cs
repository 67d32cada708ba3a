using CnnVis.Tests.Differentiation;

namespace CnnVis.Tests.Methods.Gradients;

/// <summary>Multipliers of every operator in the table of gradients: times the differences of the inputs they add up to that of the output.</summary>
public class MultiplierRuleTests
{
    private static readonly string[] Refused =
    [
        "ConvInteger", "DequantizeLinear", "DynamicQuantizeLinear", "MatMulInteger", "Mod", "QLinearConv", "QLinearMatMul", "QuantizeLinear",
        "ReduceProd", "TopK",
    ];

    // Of operators that have a rule: what would have to be the same for every image is computed from it, or it is another norm.
    private static readonly string[] RefusedVariants =
    [
        "Einsum-12 x[1,2,3] x[1,3,2] x[1,2,4]", "Pow-15 w[2,1]", "Pow-15 x[1,2,3] x[1,1,3]", "PRelu-16 x1[1,2,3,2] x1[2,1,1]", " p=1", " p=3",
        "from itself at ArgMax", "at ArgMax, with batch_dims", "at TopK's indices", "where positive",
    ];

    // Their gradient is 0, their multipliers are not.
    private static readonly string[] Steps = ["Ceil", "Floor", "Round", "Sign"];

    public static TheoryData<string> RowsWithRule => GradientCases.Names(row => !IsRefused(row) && !LosesSteps(row));

    public static TheoryData<string> RowsWithoutRule => GradientCases.Names(IsRefused);

    [Theory]
    [MemberData(nameof(RowsWithRule))]
    public void Rule_OfEveryRow_AddsUpToTheDifference(string name) => MultiplierCheck.Run(GradientCases.Find(name));

    /// <summary>Near each other, quotients of differences are replaced; equal, they would be 0 / 0.</summary>
    [Theory]
    [MemberData(nameof(RowsWithRule))]
    public void Rule_OfEveryRow_AddsUpNearby(string name) => MultiplierCheck.RunNearby(GradientCases.Find(name));

    [Theory]
    [MemberData(nameof(RowsWithoutRule))]
    public void Row_WithoutRule_IsRefusedByName(string name) => MultiplierCheck.Refused(GradientCases.Find(name));

    /// <summary>The gradient of these operators is 0, so what they pass on is missing.</summary>
    private static bool LosesSteps(GradientCase row) =>
        (GradientRules.Standard.Find(row.Operator, row.Opset) is { IsZero: true } && !Steps.Contains(row.Operator)) || row.Note.Contains("ArgMax", StringComparison.Ordinal)
        || row.Note.Contains("to integers and back", StringComparison.Ordinal);

    private static bool IsRefused(GradientCase row) => Refused.Contains(row.Operator)
        || (!SumsMagnitudes(row) && RefusedVariants.Any(variant => row.Name.Contains(variant, StringComparison.Ordinal)));

    /// <summary>Pools have a rule for sums of magnitudes, normalisation by them has not.</summary>
    private static bool SumsMagnitudes(GradientCase row) => row.Operator is "LpPool" or "GlobalLpPool" && row.Name.Contains(" p=1", StringComparison.Ordinal);
}
