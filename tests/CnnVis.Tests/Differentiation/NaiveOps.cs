namespace CnnVis.Tests.Differentiation;

/// <summary>dL/dx of each input, null where it is not asked.</summary>
internal delegate double[]?[] NaiveGradient(NaiveNode node);

/// <summary>
/// Independent twins of the rules: plain loops over the outputs, written from the formulas of the ONNX specification. Where an output reads an
/// input, the input's gradient gets dy times the factor.
/// </summary>
internal static partial class NaiveOps
{
    private static readonly Dictionary<string, NaiveGradient> Table = new()
    {
        ["Conv"] = Conv,
        ["ConvTranspose"] = ConvTranspose,
        ["MaxPool"] = MaxPool,
        ["AveragePool"] = AveragePool,
    };

    public static NaiveGradient? Find(string operatorType) => Table.GetValueOrDefault(operatorType);
}
