using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>Inputs of nodes that hold sizes, axes and the like.</summary>
internal static class ConstantIntegers
{
    /// <summary>The numbers of an input; none where it is left out, null where they are computed.</summary>
    public static IReadOnlyList<long>? Of(NodeProto node, int input, CnnModel model)
    {
        if (node.Input.Count <= input || node.Input[input].Length == 0)
        {
            return [];
        }

        return model.ConstantFloats(node.Input[input]) is { } values ? [.. values.Select(value => (long)value)] : null;
    }
}
