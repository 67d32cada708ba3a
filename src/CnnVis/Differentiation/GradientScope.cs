using System.Diagnostics.CodeAnalysis;
using CnnVis.Differentiation;
using CnnVis.Onnx;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis;

/// <summary>One node as a gradient rule sees it: its inputs, outputs, attributes and shapes, and the gradient that arrives at it.</summary>
public sealed partial class GradientScope
{
    private readonly NodeProto _node;
    private readonly ForwardGraph _forward;
    private readonly BackwardTensors _tensors;
    private readonly GraphValue?[] _outputGradients;
    private readonly bool _readsBaseline;

    internal GradientScope(
        NodeProto node, int opset, ForwardGraph forward, GradientRules rules, BackwardTensors tensors, GraphValue?[] outputGradients)
    {
        _node = node;
        _forward = forward;
        _tensors = tensors;
        _outputGradients = outputGradients;
        Opset = opset;
        Rules = rules;
    }

    private GradientScope(GradientScope other, GraphValue?[] outputGradients, bool readsBaseline)
        : this(other._node, other.Opset, other._forward, other.Rules, other._tensors, outputGradients)
    {
        _readsBaseline = readsBaseline;
        UsedOutputs = other.UsedOutputs;
    }

    /// <summary>The node's operator.</summary>
    public string Operator => _node.OpType;

    /// <summary>The opset of the operator's domain in the model.</summary>
    public int Opset { get; }

    /// <summary>How many inputs the node names; one that is left out in between counts.</summary>
    public int InputCount => _node.Input.Count;

    /// <summary>How many outputs the node names.</summary>
    public int OutputCount => _node.Output.Count;

    /// <summary>The table that this rule is from.</summary>
    internal GradientRules Rules { get; }

    /// <summary>dL/dy of the first output.</summary>
    public GraphValue Dy => DyOf(0) ?? throw Unsupported("the target depends on another output of it than the first");

    /// <summary>The first output.</summary>
    public GraphValue Y => YOf(0);

    /// <summary>The outputs whose gradient a rule has looked at: one that it has not would be lost.</summary>
    internal HashSet<int> UsedOutputs { get; } = [];

    /// <summary>dL/dy of an output; null where the target does not depend on it.</summary>
    /// <param name="output">The output's position.</param>
    /// <returns>The gradient.</returns>
    public GraphValue? DyOf(int output)
    {
        UsedOutputs.Add(output);
        return output < _outputGradients.Length ? _outputGradients[output] : null;
    }

    /// <summary>An input.</summary>
    /// <param name="input">Its position.</param>
    /// <returns>The tensor; codes of quantised numbers come as float.</returns>
    public GraphValue X(int input) => Read(InputName(input));

    /// <summary>An output.</summary>
    /// <param name="output">Its position.</param>
    /// <returns>The tensor.</returns>
    public GraphValue YOf(int output) => Read(_node.Output[output]);

    /// <summary>Whether an optional input is there.</summary>
    /// <param name="input">Its position.</param>
    public bool HasInput(int input) => input < _node.Input.Count && _node.Input[input].Length > 0;

    /// <summary>The shape of an input for one image.</summary>
    /// <param name="input">Its position.</param>
    public IReadOnlyList<int> ShapeOfX(int input) => InputShape(input).Sizes;

    /// <summary>The shape of an output for one image.</summary>
    /// <param name="output">Its position.</param>
    public IReadOnlyList<int> ShapeOfY(int output = 0) => OutputShape(output).Sizes;

    /// <summary>Whether an input is the same for every image, so that its numbers can be read while the graph is built.</summary>
    /// <param name="input">Its position.</param>
    public bool IsConstant(int input) => HasInput(input) && _forward[InputName(input)].IsConstant;

    /// <summary>The numbers of a constant input.</summary>
    /// <param name="input">Its position.</param>
    public float[] Floats(int input) => TensorData.Floats(ConstantOf(input), _forward.Model.Folder);

    /// <summary>The integers of a constant input.</summary>
    /// <param name="input">Its position.</param>
    public long[] Integers(int input) => TensorData.Integers(ConstantOf(input), _forward.Model.Folder);

    /// <summary>An integer attribute.</summary>
    /// <param name="attribute">Its name.</param>
    /// <param name="otherwise">Its default.</param>
    [SuppressMessage("Naming", "CA1720", Justification = "ONNX calls this type of attribute so.")]
    public long Int(string attribute, long otherwise) => _node.Int(attribute, otherwise);

    /// <summary>A float attribute.</summary>
    /// <param name="attribute">Its name.</param>
    /// <param name="otherwise">Its default.</param>
    [SuppressMessage("Naming", "CA1720", Justification = "ONNX calls this type of attribute so.")]
    public float Float(string attribute, float otherwise) => _node.Float(attribute, otherwise);

    /// <summary>A text attribute.</summary>
    /// <param name="attribute">Its name.</param>
    /// <param name="otherwise">Its default.</param>
    public string Text(string attribute, string otherwise) => _node.Text(attribute, otherwise);

    /// <summary>An attribute of several integers; empty where it is absent.</summary>
    /// <param name="attribute">Its name.</param>
    public IReadOnlyList<long> Ints(string attribute) => _node.Ints(attribute);

    /// <summary>What a rule throws for a variant of its operator that it does not cover.</summary>
    /// <param name="reason">The variant in words; it follows "node 'x' (Op): ".</param>
    /// <returns>The exception.</returns>
    [SuppressMessage("Performance", "CA1822", Justification = "Rules have nothing but the scope at hand.")]
    public Exception Unsupported(string reason) => new UndifferentiableNodeException(reason);

    /// <summary>The graph that the node belongs to, for rules that look around it.</summary>
    internal ForwardGraph Forward => _forward;

    internal NodeProto Node => _node;

    /// <summary>The same node with something else arriving at its first output.</summary>
    internal GradientScope WithDy(GraphValue dy) => new(this, [dy], _readsBaseline);

    /// <summary>The same node in the run of the baseline, for rules that compare two runs: its tensors are those of that run.</summary>
    internal GradientScope OfBaseline => new(this, _outputGradients, readsBaseline: true);

    internal bool HasAttribute(string name) => _node.Has(name);

    internal BatchedShape InputShape(int input) => _forward[InputName(input)].Shape;

    internal ElementKind InputKind(int input) => _forward[InputName(input)].Kind;

    internal BatchedShape OutputShape(int output = 0) => _forward[_node.Output[output]].Shape;

    internal IReadOnlyList<float> FloatList(string attribute) => _node.Floats(attribute);

    /// <summary>The integers of an attribute or, from a later opset on, of an input; null where both are absent.</summary>
    internal long[]? IntsOf(string attribute, int input) =>
        HasAttribute(attribute) ? [.. Ints(attribute)] : HasInput(input) ? Integers(input) : null;

    internal string InputName(int input) =>
        HasInput(input) ? _node.Input[input] : throw new InvalidOperationException($"{Operator} '{_node.Name}' has no input {input}.");

    internal NodeProto CloneNode() => _node.Clone();

    /// <summary>Lets ONNX Runtime compute a node like this one on numbers that are known while the graph is built.</summary>
    internal float[] Evaluate(NodeProto node, IEnumerable<TensorProto> stored, string output) => _forward.Evaluate(node, stored, output);

    /// <summary>The smallest and the largest code of a quantised output.</summary>
    internal (float Low, float High) CodeRange(int output) => (DataType)_forward[OutputName(output)].DataType switch
    {
        DataType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        DataType.Uint8 => (byte.MinValue, byte.MaxValue),
        DataType.Int16 => (short.MinValue, short.MaxValue),
        DataType.Uint16 => (ushort.MinValue, ushort.MaxValue),
        var other => throw Unsupported($"its codes are {other}"),
    };

    internal string OutputName(int output) => _node.Output[output];

    private GraphValue Read(string tensor) => _readsBaseline ? _tensors.ReadOfBaseline(tensor) : _tensors.Read(tensor);

    private TensorProto ConstantOf(int input) => IsConstant(input)
        ? _forward.Constant(InputName(input))
        : throw Unsupported($"its input {input} ('{InputName(input)}') is computed from the image, so it is not known while the graph is built");
}
