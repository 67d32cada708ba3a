using CnnVis.Differentiation;

namespace CnnVis.Methods;

/// <summary>How many ReLUs a network has, and how many Clips that may count as such.</summary>
internal sealed record RectifierCount(int Relus, int Clips)
{
    public static RectifierCount Of(ForwardGraph forward) => new(
        forward.Model.Graph.Nodes.Count(node => node.OpType == "Relu"),
        forward.Model.Graph.Nodes.Count(node => node.OpType == "Clip" && ClipBound.Lowest(forward, node) == 0));
}
