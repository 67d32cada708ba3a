using CnnVis.Onnx;

namespace CnnVis.Differentiation;

/// <summary>Where a Clip cuts off, whichever opset wrote it.</summary>
internal static class ClipBound
{
    /// <summary>The number below which it cuts off; null where there is none, or it is computed.</summary>
    public static float? Lowest(ForwardGraph forward, NodeProto node) =>
        node.Input.Count > 1 && node.Input[1].Length > 0 ? forward.ConstantFloats(node.Input[1])?[0]
        : node.Has("min") ? node.Float("min", 0)
        : null;
}
