using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>What a node costs for one image, in multiply-adds: those it does, and those that fit in the time in which its numbers are moved.</summary>
internal static class NodeCost
{
    /// <summary>A number read from one tensor and written to another, as ONNX Runtime's fast layout and CnnVis do it.</summary>
    public const double OfNumber = 12;

    // Mostly done in the convolution before.
    private const double OfPointwiseNumber = 2;

    public static double Of(NodeProto node, OnnxGraph graph, Func<string, int[]?> shapeOf)
    {
        double numbers = node.Output.Sum(output => shapeOf(output) is { } shape ? Product(shape) : 0);
        return numbers * (LocalOperators.IsPointwise(node) ? OfPointwiseNumber : OfNumber + MultiplyAdds(node, graph, shapeOf));
    }

    /// <summary>The bytes of weights that are read once for all images of a run: those of a dense layer, if it is one.</summary>
    public static long DenseBytes(NodeProto node, OnnxGraph graph, Func<string, int[]?> shapeOf) =>
        node.OpType is "Gemm" or "MatMul" && graph.Constant(node.Input[1]) is { } weights && shapeOf(node.Input[0]) is { Length: > 0 } before && Product(before) == before[^1]
            ? sizeof(float) * TensorSize.ElementCount(weights)
            : 0;

    /// <summary>For each number of the output.</summary>
    private static double MultiplyAdds(NodeProto node, OnnxGraph graph, Func<string, int[]?> shapeOf) => node.OpType switch
    {
        "Conv" => graph.Constant(node.Input[1]) is { } weights ? weights.Dims.Skip(1).Aggregate(1.0, (product, size) => product * size) : 0,
        "ConvTranspose" => graph.Constant(node.Input[1]) is { } weights && shapeOf(node.Input[0]) is { } before && shapeOf(node.Output[0]) is { } after
            ? weights.Dims.Skip(1).Aggregate(1.0, (product, size) => product * size) * Product(before) / Product(after)
            : 0,
        "Gemm" or "MatMul" => shapeOf(node.Input[0]) is { Length: > 0 } before ? before[^1] : 0,
        _ => 0,
    };

    private static double Product(int[] shape) => shape.Aggregate(1.0, (product, size) => product * size);
}
