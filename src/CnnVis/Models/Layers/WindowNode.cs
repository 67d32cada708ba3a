using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>What a convolution or a pooling does to places.</summary>
internal static class WindowNode
{
    public static Places Apply(NodeProto node, Places.Map map, OnnxGraph graph, int[] before, int[] after)
    {
        int[]? kernel = Kernel(node, graph);
        if (kernel is not { Length: 2 } || (map.RowAxis, map.ColumnAxis) != (2, 3))
        {
            return Places.Unknown;
        }

        return map with { Rows = Along(0, map.Rows), Columns = Along(1, map.Columns) };

        FieldAxis Along(int axis, FieldAxis field)
        {
            int stride = Number(node, "strides", axis, 1);
            int dilation = Number(node, "dilations", axis, 1);
            int padding = Padding(node, axis, ((kernel[axis] - 1) * dilation) + 1, stride, before[axis + 2], after[axis + 2]);
            return node.OpType == "ConvTranspose"
                ? field.TransposedWindow(kernel[axis], stride, dilation, padding)
                : field.Window(kernel[axis], stride, dilation, padding);
        }
    }

    private static int[]? Kernel(NodeProto node, OnnxGraph graph)
    {
        IReadOnlyList<long> sizes = node.Ints("kernel_shape");
        if (sizes.Count == 0 && node.Input.Count > 1 && graph.Constant(node.Input[1]) is { } weights)
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
            _ when transposed && node.Has("output_shape") => fitting / 2,
            _ => Number(node, "pads", axis, 0),
        };
    }

    private static int Number(NodeProto node, string attribute, int axis, int otherwise) =>
        node.Ints(attribute) is { Count: > 0 } values ? (int)values[axis] : otherwise;
}
