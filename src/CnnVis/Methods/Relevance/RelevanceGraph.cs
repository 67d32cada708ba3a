using System.Runtime.CompilerServices;
using CnnVis.Differentiation;
using CnnVis.Differentiation.Preparation;
using CnnVis.Onnx;

namespace CnnVis.Methods;

/// <summary>What rules of relevance want to know about the graph around a node.</summary>
internal sealed class RelevanceGraph
{
    // A 0 has no share in them.
    private static readonly HashSet<string> Means = ["AveragePool", "GlobalAveragePool", "ReduceMean", "ReduceSum"];

    // A 0 gets what its copy gets.
    private static readonly HashSet<string> Moves =
        ["Concat", "Dropout", "Flatten", "GlobalMaxPool", "Identity", "MaxPool", "Reshape", "Slice", "Split", "Squeeze", "Transpose", "Unsqueeze"];

    private static readonly ConditionalWeakTable<ForwardGraph, ConditionalWeakTable<GradientRules, RelevanceGraph>> Known = [];

    private readonly ForwardGraph _forward;
    private readonly GradientRules _rules;
    private readonly HashSet<NodeProto> _firstLayers;
    private readonly HashSet<string> _nonNegative;
    private readonly HashSet<string> _gates;
    private readonly HashSet<string> _carriers;

    private RelevanceGraph(ForwardGraph forward, GradientRules rules)
    {
        _forward = forward;
        _rules = rules;
        _firstLayers = FirstLayers.Of(forward);
        _nonNegative = NonNegativeTensors.Of(forward);
        _gates = GateTensors.Of(forward);
        _carriers = GradientCarriers.Of(forward, forward.Model.Graph.Nodes, rules, [forward.Image.Name]);
    }

    /// <summary>What a table of rules makes of a graph: the gradient's table or one of relevance made of it, which stop at the same operators.</summary>
    public static RelevanceGraph Of(ForwardGraph forward, GradientRules rules) =>
        Known.GetOrCreateValue(forward).GetValue(rules, table => new RelevanceGraph(forward, table));

    /// <summary>Whether the image reaches this linear layer and no path passes another before.</summary>
    public bool IsFirstLayer(NodeProto node) => _firstLayers.Contains(node);

    public bool IsNonNegative(string tensor) => _nonNegative.Contains(tensor);

    /// <summary>Whether relevance can go on from it to the image: it is no constant, and changes by more than steps.</summary>
    public bool Carries(string tensor) => _carriers.Contains(tensor);

    /// <summary>Whether it says how much of something else passes, or is a distribution over it.</summary>
    public bool IsGate(string tensor) => _gates.Contains(tensor);

    /// <summary>Whether only ReLUs, or those with an upper bound, read it, and no relevance arrives where they put out 0.</summary>
    public bool IsRectified(string tensor) =>
        IsReadOnlyBy(tensor, reader => IsRectifier(reader) && ZerosStayEmpty(reader.Output[0]));

    /// <summary>
    /// Whether what reads a tensor gives relevance by contribution, and so nothing to zeros. A BatchNormalization passes what arrives at the number
    /// that it makes of 0, interpolation gives a 0 a part of its neighbours' relevance.
    /// </summary>
    private bool ZerosStayEmpty(string tensor) => IsReadOnlyBy(tensor, reader =>
        (LinearLayers.Contain(_forward, reader) && reader.Input[0] == tensor && !IsFirstLayer(reader))
        || ((IsSum(reader) || Means.Contains(reader.QualifiedType()) || IsMove(reader)) && reader.Output.Where(output => output.Length > 0).All(ZerosStayEmpty)));

    /// <summary>By the gradient's own rule: the caller's may do anything.</summary>
    private bool IsMove(NodeProto node)
    {
        (string type, int opset) = (node.QualifiedType(), _forward.OpsetOf(node));
        return Moves.Contains(type) && ReferenceEquals(_rules.Find(type, opset), GradientRules.Standard.Find(type, opset));
    }

    private bool IsReadOnlyBy(string tensor, Func<NodeProto, bool> matches)
    {
        OnnxGraph graph = _forward.Model.Graph;
        IReadOnlyList<NodeProto> readers = graph.Consumers(tensor);
        return readers.Count > 0 && readers.All(matches) && graph.Outputs.All(output => output.Name != tensor);
    }

    /// <summary>With a constant beside it a summand is no share: it gets all.</summary>
    private bool IsSum(NodeProto node) => node.QualifiedType() is "Add" or "Sum" && node.Input.Count > 1 && node.Input.All(Carries);

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
        node.OpType == "Relu" || (node.OpType == "Clip" && ClipBound.Lowest(_forward, node) == 0);
}
