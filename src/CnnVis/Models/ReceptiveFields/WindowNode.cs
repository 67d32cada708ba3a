using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>What a convolution or a pooling does to places.</summary>
internal static class WindowNode
{
    public static PlaceSteps? Steps(NodeProto node, Places.Map map, OnnxGraph graph, int[] before, int[] after)
    {
        return Kernel(node, graph) is { Length: 2 } kernel && (map.RowAxis, map.ColumnAxis) == (2, 3)
            ? new PlaceSteps(Along(0), Along(1))
            : null;

        AxisStep Along(int axis)
        {
            int stride = Number(node, "strides", axis, 1);
            int dilation = Number(node, "dilations", axis, 1);
            int padding = Padding(node, axis, ((kernel[axis] - 1) * dilation) + 1, stride, before[axis + 2], after[axis + 2]);
            return node.OpType == "ConvTranspose"
                ? new TransposedWindowStep(kernel[axis], stride, dilation, padding)
                : new WindowStep(kernel[axis], stride, dilation, padding);
        }
    }

    private static int[]? Kernel(NodeProto node, OnnxGraph graph)
    {
        IReadOnlyList<long> sizes = node.Ints("kernel_shape");
        int weightsInput = node.OpType == "QLinearConv" ? 3 : 1;
        if (sizes.Count == 0 && node.Input.Count > weightsInput && graph.Constant(node.Input[weightsInput]) is { } weights)
        {
            sizes = [.. weights.Dims.Skip(2)];
        }

        return sizes.Count == 0 ? null : [.. sizes.Select(size => (int)size)];
    }

    private static int Padding(NodeProto node, int axis, int extent, int stride, int before, int after)
    {
        bool transposed = node.OpType == "ConvTranspose";
        (int longSide, int shortSide) = transposed ? (after, before) : (before, after);
        int fitting = ((shortSide - 1) * stride) + extent + (transposed ? Number(node, "output_padding", axis, 0) : 0) - longSide;
        string autoPad = node.Text("auto_pad", "NOTSET");
        return autoPad switch
        {
            "SAME_UPPER" => Math.Max(fitting, 0) / 2,
            "SAME_LOWER" => (Math.Max(fitting, 0) + 1) / 2,
            "VALID" => 0,
            // Told the size of its result, a transposed convolution finds its padding itself.
            _ when transposed && node.Has("output_shape") => Math.Max(fitting, 0) / 2,
            _ => Number(node, "pads", axis, 0),
        };
    }

    private static int Number(NodeProto node, string attribute, int axis, int otherwise) =>
        node.Ints(attribute) is { Count: > 0 } values ? (int)values[axis] : otherwise;
}
