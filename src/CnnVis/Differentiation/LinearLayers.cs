using CnnVis.Onnx;

namespace CnnVis.Differentiation;

/// <summary>The nodes that multiply what comes from the image with constant weights.</summary>
internal static class LinearLayers
{
    public static bool Contain(ForwardGraph forward, NodeProto node) =>
        node.QualifiedType() is "Conv" or "ConvTranspose" or "Gemm" or "MatMul"
        && IsKnown(forward, node.Input[0], isConstant: false)
        && IsKnown(forward, node.Input[1], isConstant: true)
        && IsKnown(forward, node.Output[0], isConstant: false)
        && (node.OpType != "MatMul" || (forward[node.Input[0]].Shape.Rank > 1 && forward[node.Input[1]].Shape.Rank == 2))
        && (node.OpType != "Gemm" || node.Int("transA", 0) == 0)
        && BiasIsKnown(forward, node);

    /// <summary>The axis of a layer's output along which its weights have a row or a column each.</summary>
    public static int ChannelAxis(ForwardGraph forward, NodeProto node) =>
        node.OpType is "Conv" or "ConvTranspose" ? 1 : forward[node.Output[0]].Shape.Rank - 1;

    private static bool BiasIsKnown(ForwardGraph forward, NodeProto node) => node.Input.Count < 3 || node.Input[2].Length == 0
        || (IsKnown(forward, node.Input[2], isConstant: true)
            && (node.OpType != "Gemm" || forward[node.Input[2]].Shape.Sizes.SkipLast(1).All(size => size == 1)));

    private static bool IsKnown(ForwardGraph forward, string tensor, bool isConstant) =>
        forward.Has(tensor) && forward[tensor].IsConstant == isConstant && forward[tensor].Kind == ElementKind.Float;
}
