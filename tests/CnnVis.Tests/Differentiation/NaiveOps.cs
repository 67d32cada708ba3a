namespace CnnVis.Tests.Differentiation;

/// <summary>dL/dx of each input, null where it is not asked; null for a variant that has no twin.</summary>
internal delegate double[]?[]? NaiveGradient(NaiveNode node);

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
        ["Slice"] = Slice,
        ["Pad"] = Pad,
        ["Transpose"] = Transpose,
        ["Tile"] = Tile,
        ["Expand"] = Expand,
        ["DepthToSpace"] = DepthToSpace,
        ["SpaceToDepth"] = SpaceToDepth,
        ["ReverseSequence"] = ReverseSequence,
        ["Trilu"] = Trilu,
        ["CenterCropPad"] = CenterCropPad,
        ["Gather"] = Gather,
        ["GatherElements"] = GatherElements,
        ["GatherND"] = GatherNd,
        ["Scatter"] = ScatterElements,
        ["ScatterElements"] = ScatterElements,
        ["ScatterND"] = ScatterNd,
        ["Resize"] = Resize,
        ["MatMul"] = MatMul,
        ["Gemm"] = Gemm,
        ["Softmax"] = Softmax,
        ["LogSoftmax"] = LogSoftmax,
        ["LayerNormalization"] = LayerNormalization,
        ["InstanceNormalization"] = InstanceNormalization,
        ["LRN"] = LocalResponse,
    };

    public static NaiveGradient? Find(string operatorType) => Table.GetValueOrDefault(operatorType);
}
