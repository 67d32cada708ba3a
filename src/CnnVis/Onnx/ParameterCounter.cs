namespace CnnVis.Onnx;

/// <summary>Counts learned numbers.</summary>
internal static class ParameterCounter
{
    /// <summary>
    /// The floats behind a node's inputs that do not depend on the image: seen through whatever reshapes, shares or dequantises them.
    /// Single numbers are settings (Clip's bounds, an epsilon), not parameters.
    /// </summary>
    public static long ParameterCount(this OnnxGraph graph, NodeProto node, IReadOnlySet<string> computedFromImage)
    {
        if (node.OpType is "Resize" or "Upsample")
        {
            // Its scales are floats, but nobody learned them.
            return 0;
        }

        long count = 0;
        foreach (string input in node.Input.Where(name => name.Length > 0 && !computedFromImage.Contains(name)))
        {
            count += graph.Ancestors([input])
                .Select(graph.Stored)
                .Where(tensor => tensor is { Dims.Count: > 0 } && IsFloat(tensor.DataType))
                .Sum(tensor => TensorSize.ElementCount(tensor!));
        }

        return count;
    }

    public static bool IsFloat(int dataType) => (TensorProto.Types.DataType)dataType is
        TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Float16
        or TensorProto.Types.DataType.Double or TensorProto.Types.DataType.Bfloat16;
}
