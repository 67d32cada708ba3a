using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Differentiation.Preparation;

/// <summary>
/// Writes operators on sequences, into which torch.chunk and torch.stack are exported, as operators on the tensors in them. A sequence
/// whose length or positions depend on the image stays, and a gradient that needs it names it.
/// </summary>
internal static class SequenceExpansion
{
    public static OnnxModel Apply(OnnxModel model, Func<OnnxModel, IReadOnlyList<ShapeProbe>> probe)
    {
        if (!model.Graph.Nodes.Any(node => SequenceNodes.MakesSequence(node.OpType)))
        {
            return model;
        }

        var sequences = new SequenceNodes(new ControlFlowValues(model, probe(model)));
        var nodes = new List<NodeProto>();
        foreach (NodeProto node in model.Graph.Nodes)
        {
            nodes.AddRange(sequences.Expand(node) ?? [node]);
        }

        return new OnnxModel(model.Proto.With(WithoutUnread(nodes, model), sequences.Initializers), model.Name, model.Folder);
    }

    private static Stack<NodeProto> WithoutUnread(List<NodeProto> nodes, OnnxModel model)
    {
        var read = model.Graph.Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new Stack<NodeProto>();
        foreach (NodeProto node in Enumerable.Reverse(nodes))
        {
            if (!SequenceNodes.MakesSequence(node.OpType) || node.Output.Any(read.Contains))
            {
                kept.Push(node);
                read.UnionWith(OnnxGraph.InputsOf(node));
            }
        }

        return kept;
    }
}
