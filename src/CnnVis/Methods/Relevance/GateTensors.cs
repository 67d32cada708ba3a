using CnnVis.Differentiation;
using CnnVis.Onnx;

namespace CnnVis.Methods;

/// <summary>
/// The tensors between 0 and 1 that say how much of something else passes: sigmoids, and the distributions of attention. In a product they get
/// no relevance.
/// </summary>
internal static class GateTensors
{
    private static readonly HashSet<string> Opening = ["Sigmoid", "HardSigmoid", "Softmax"];

    private static readonly HashSet<string> Moving =
    [
        "Identity", "Dropout", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Expand", "Tile", "Slice", "Split", "Gather",
        "Resize", "Upsample", "Concat",
    ];

    public static HashSet<string> Of(ForwardGraph forward)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (NodeProto node in forward.Model.Graph.Nodes)
        {
            if (Opening.Contains(node.QualifiedType()) || MovesGates(forward, node, found))
            {
                found.UnionWith(node.Output);
            }
        }

        return found;
    }

    private static bool MovesGates(ForwardGraph forward, NodeProto node, HashSet<string> found)
    {
        string[] computed = [.. node.Input.Where(input => input.Length > 0 && !(forward.Has(input) && forward[input].IsConstant))];
        bool moves = Moving.Contains(node.QualifiedType()) || (node.QualifiedType() is "Mul" or "Div" && computed.Length < node.Input.Count);
        return moves && computed.Length > 0 && computed.All(found.Contains);
    }
}
