using System.Runtime.CompilerServices;
using CnnVis.Differentiation;
using CnnVis.Differentiation.Preparation;
using CnnVis.Onnx;

namespace CnnVis.Methods;

/// <summary>What rules of relevance want to know about the graph around a node.</summary>
internal sealed class RelevanceGraph
{
    private static readonly ConditionalWeakTable<ForwardGraph, RelevanceGraph> Known = [];

    private readonly ForwardGraph _forward;
    private readonly HashSet<NodeProto> _firstLayers;
    private readonly HashSet<string> _nonNegative;
    private readonly HashSet<string> _gates;
    private readonly HashSet<string> _carriers;

    private RelevanceGraph(ForwardGraph forward)
    {
        _forward = forward;
        _firstLayers = FirstLayers.Of(forward);
        _nonNegative = NonNegativeTensors.Of(forward);
        _gates = GateTensors.Of(forward);
        _carriers = GradientCarriers.Of(forward, forward.Model.Graph.Nodes, GradientRules.Standard, [forward.Image.Name]);
    }

    public static RelevanceGraph Of(ForwardGraph forward) => Known.GetValue(forward, graph => new RelevanceGraph(graph));

    /// <summary>Whether the image reaches this linear layer and no path passes another before.</summary>
    public bool IsFirstLayer(NodeProto node) => _firstLayers.Contains(node);

    public bool IsNonNegative(string tensor) => _nonNegative.Contains(tensor);

    /// <summary>Whether relevance can go on from it to the image: it is no constant, and changes by more than steps.</summary>
    public bool Carries(string tensor) => _carriers.Contains(tensor);

    /// <summary>Whether it says how much of something else passes, or is a distribution over it.</summary>
    public bool IsGate(string tensor) => _gates.Contains(tensor);

    /// <summary>Whether only ReLUs, or those with an upper bound, read it.</summary>
    public bool IsRectified(string tensor)
    {
        OnnxGraph graph = _forward.Model.Graph;
        IReadOnlyList<NodeProto> readers = graph.Consumers(tensor);
        return readers.Count > 0 && readers.All(IsRectifier) && graph.Outputs.All(output => output.Name != tensor);
    }

    /// <summary>The constants that are added to a product, a number for each column: null where there are none.</summary>
    public float[]? BiasBehind(NodeProto product)
    {
        string tensor = product.Output[0];
        if (_forward.Model.Graph.Consumers(tensor) is not [{ OpType: "Add" } add])
        {
            return null;
        }

        ChannelAffine? affine = ChannelAffine.Of(_forward, add, tensor, _forward[tensor].Shape.Rank - 1);
        return affine is null ? null : Array.ConvertAll(affine.Shift, value => (float)value);
    }

    private bool IsRectifier(NodeProto node) =>
        node.OpType == "Relu" || (node.OpType == "Clip" && NonNegativeTensors.LowestOf(_forward, node) == 0);
}
