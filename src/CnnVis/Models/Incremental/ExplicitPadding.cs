using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>
/// Writes out padding that a window derives from the size of its input (auto_pad): on a part of the image it would become another.
/// </summary>
internal static class ExplicitPadding
{
    public static OnnxModel Apply(OnnxModel model, Func<string, int[]?> shapeOf)
    {
        NodeProto[] nodes = [.. model.Graph.Nodes.Select(node => WrittenOut(node, model.Graph, shapeOf))];
        return nodes.SequenceEqual(model.Graph.Nodes, ReferenceEqualityComparer.Instance)
            ? model
            : new OnnxModel(model.Proto.With(nodes, []), model.Name, model.Folder);
    }

    private static NodeProto WrittenOut(NodeProto node, OnnxGraph graph, Func<string, int[]?> shapeOf)
    {
        bool derives = node.OpType is "Conv" or "MaxPool" or "AveragePool" or "LpPool"
            && node.Text("auto_pad", "NOTSET").StartsWith("SAME", StringComparison.Ordinal);
        if (!derives
            || shapeOf(node.Input[0]) is not { Length: 4 } before
            || shapeOf(node.Output[0]) is not { Length: 4 } after
            || WindowNode.Steps(node, LocalOperators.ChannelsFirst, graph, before, after) is not { Rows: WindowStep rows, Columns: WindowStep columns })
        {
            return node;
        }

        NodeProto written = node.Clone();
        foreach (string name in new[] { "auto_pad", "pads" })
        {
            if (written.Attribute.FirstOrDefault(attribute => attribute.Name == name) is { } given)
            {
                written.Attribute.Remove(given);
            }
        }

        written.Attribute.Add(GraphEdits.IntsAttribute(
            "pads", [rows.Padding, columns.Padding, After(rows, before[2], after[2]), After(columns, before[3], after[3])]));
        return written;
    }

    private static long After(WindowStep step, int before, int after) =>
        Math.Max(((after - 1) * step.Stride) + ((step.Kernel - 1) * step.Dilation) + 1 - before - step.Padding, 0);
}
