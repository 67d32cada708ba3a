using CnnVis.Differentiation;
using CnnVis.Onnx;

namespace CnnVis.Methods;

/// <summary>The linear layers that see the image with no other linear layer between; a network with several branches has several.</summary>
internal static class FirstLayers
{
    public static HashSet<NodeProto> Of(ForwardGraph forward)
    {
        var first = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var behind = new HashSet<string>(StringComparer.Ordinal);
        foreach (NodeProto node in forward.Model.Graph.Nodes)
        {
            bool isBehind = OnnxGraph.InputsOf(node).Any(behind.Contains);
            bool isLayer = LinearLayers.Contain(forward, node);
            if (isLayer && !isBehind)
            {
                first.Add(node);
            }

            if (isLayer || isBehind)
            {
                behind.UnionWith(node.Output);
            }
        }

        return first;
    }
}
