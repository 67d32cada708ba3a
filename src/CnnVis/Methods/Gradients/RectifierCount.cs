using CnnVis.Differentiation;
using CnnVis.Onnx;

namespace CnnVis.Methods;

/// <summary>How many ReLUs a network has, and how many Clips that may count as such.</summary>
internal sealed record RectifierCount(int Relus, int Clips)
{
    public static RectifierCount Of(ForwardGraph forward) => new(
        forward.Model.Graph.Nodes.Count(node => node.OpType == "Relu"),
        forward.Model.Graph.Nodes.Count(node => node.OpType == "Clip" && LowerBound(node, forward) == 0));

    private static float? LowerBound(NodeProto node, ForwardGraph forward)
    {
        if (node.Input.Count < 2 || node.Input[1].Length == 0)
        {
            return node.Has("min") ? node.Float("min", 0) : null;
        }

        return forward.Has(node.Input[1]) && forward[node.Input[1]].IsConstant
            ? TensorData.Floats(forward.Constant(node.Input[1]), forward.Model.Folder)[0]
            : null;
    }
}
