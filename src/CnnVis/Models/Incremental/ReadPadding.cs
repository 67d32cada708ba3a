using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>
/// What a window adds around the tensor that it reads. Where it stands at the beginning of a stage, the stage reads the padding as cells like others, so that around
/// a place in the middle nothing is computed but what changes there.
/// </summary>
/// <param name="Padded">The tensor with its padding.</param>
/// <param name="Read">How the node's result is computed from that.</param>
/// <param name="Top">Rows of padding above.</param>
/// <param name="Left">Columns of padding on the left.</param>
/// <param name="Fill">What the padding holds.</param>
internal sealed record ReadPadding(LocalTensor Padded, LocalRead Read, int Top, int Left, float Fill)
{
    /// <summary>The padding of a node that reads a tensor; null where it has none, or one that is no number.</summary>
    public static ReadPadding? Of(NodeProto node, LocalTensor tensor, Func<string, int[]?> shapeOf, OnnxGraph graph)
    {
        long[] pads = [.. node.Ints("pads")];
        if (pads.Length != 4
            || pads.All(pad => pad == 0)
            || FillOf(node) is not { } fill
            || node.Input[0] != tensor.Name
            || shapeOf(node.Output[0]) is not { Length: 4 } result
            || WindowNode.Steps(node, LocalOperators.ChannelsFirst, graph, tensor.Shape, result) is not { Rows: WindowStep rows, Columns: WindowStep columns })
        {
            return null;
        }

        int[] shape = [.. tensor.Shape];
        shape[2] += (int)(pads[0] + pads[2]);
        shape[3] += (int)(pads[1] + pads[3]);
        LocalTensor padded = tensor with { Shape = shape, Reads = [] };
        var read = new LocalRead(
            padded,
            AxisReads.Of(rows with { Padding = 0 }, result[2], padded.Rows),
            AxisReads.Of(columns with { Padding = 0 }, result[3], padded.Columns));
        return new ReadPadding(padded, read, (int)pads[0], (int)pads[1], fill);
    }

    /// <summary>The same node for a tensor that has its padding already.</summary>
    public static NodeProto Without(NodeProto node)
    {
        NodeProto bare = node.Clone();
        bare.Attribute.Remove(bare.Attribute.First(attribute => attribute.Name == "pads"));
        return bare;
    }

    // An average may leave padding out of its count.
    private static float? FillOf(NodeProto node) => node.OpType switch
    {
        "Conv" => 0,
        "MaxPool" when node.Int("ceil_mode", 0) == 0 => float.MinValue,
        "AveragePool" when node.Int("count_include_pad", 0) == 1 && node.Int("ceil_mode", 0) == 0 => 0,
        _ => null,
    };
}
