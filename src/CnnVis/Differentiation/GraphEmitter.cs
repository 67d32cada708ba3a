using System.Globalization;
using CnnVis.Onnx;
using CnnVis.Runtime.Kernels;

namespace CnnVis.Differentiation;

/// <summary>Collects the nodes and constants of a backward graph, with names that nothing else has.</summary>
internal sealed class GraphEmitter
{
    /// <summary>The opset of backward graphs: the first with Col2Im; supported by every execution provider of today.</summary>
    public const int Opset = 18;

    private const int IrVersion = 8;
    private const int SharedConstantLength = 16;

    private readonly Dictionary<string, TensorProto> _initializers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GraphValue> _sharedConstants = new(StringComparer.Ordinal);
    private readonly List<NodeProto> _nodes = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Whether rules may emit kernels of ours beside standard operators.</summary>
    public bool UsesKernels { get; init; }

    /// <summary>What the names of new nodes begin with.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Keeps names for tensors of the forward graph that may be read later.</summary>
    public void Reserve(IEnumerable<string> names) => _names.UnionWith(names);

    /// <summary>A tensor that comes from outside under its own name.</summary>
    public GraphValue Input(string name)
    {
        _names.Add(name);
        return new GraphValue(this, name);
    }

    public GraphValue Emit(string operatorType, IReadOnlyList<GraphValue?> inputs, IReadOnlyList<AttributeProto> attributes) =>
        Emit(operatorType, inputs, attributes, outputs: 1)[0];

    public GraphValue[] Emit(string operatorType, IReadOnlyList<GraphValue?> inputs, IReadOnlyList<AttributeProto> attributes, int outputs)
    {
        var node = new NodeProto { OpType = operatorType, Name = Unused($"{Prefix}{operatorType}") };
        node.Input.Add(inputs.Select(input => input?.Name ?? ""));
        node.Attribute.Add(attributes);
        GraphValue[] values = [.. Enumerable.Range(0, outputs).Select(i => new GraphValue(this, outputs == 1 ? node.Name : Unused($"{node.Name}:{i}")))];
        node.Output.Add(values.Select(value => value.Name));
        _nodes.Add(node);
        return values;
    }

    public GraphValue EmitKernel(string kernel, IReadOnlyList<GraphValue> inputs, IReadOnlyList<AttributeProto> attributes)
    {
        GraphValue value = Emit(kernel, inputs, attributes);
        _nodes[^1].Domain = KernelDomain.Name;
        return value;
    }

    public GraphValue Constant(float[] values, IReadOnlyList<long> shape) =>
        Constant(values, shape, "float", name => TensorData.Of(name, values, shape));

    public GraphValue Constant(long[] values, IReadOnlyList<long> shape) =>
        Constant(values, shape, "int64", name => TensorData.Of(name, values, shape));

    public GraphValue Constant(bool[] values, IReadOnlyList<long> shape) =>
        Constant(values, shape, "bool", name => TensorData.Of(name, values, shape));

    /// <summary>A constant of the forward graph under its own name.</summary>
    public GraphValue Constant(string name, Func<TensorProto> create)
    {
        if (!_initializers.ContainsKey(name))
        {
            _initializers[name] = create();
            _names.Add(name);
        }

        return new GraphValue(this, name);
    }

    /// <summary>A name for a tensor that is not taken yet.</summary>
    public string Unused(string wanted)
    {
        string name = wanted;
        for (int i = 2; !_names.Add(name); i++)
        {
            name = $"{wanted}_{i}";
        }

        return name;
    }

    /// <summary>Gives a value the name under which the graph returns it.</summary>
    public void Return(GraphValue value, string name)
    {
        var identity = new NodeProto { OpType = "Identity", Name = Unused($"{name}/return") };
        identity.Input.Add(value.Name);
        identity.Output.Add(name);
        _nodes.Add(identity);
    }

    public ModelProto ToModel(IEnumerable<ValueInfoProto> inputs, IEnumerable<string> outputs)
    {
        var graph = new GraphProto { Name = "backward" };
        graph.Node.Add(_nodes);
        graph.Initializer.Add(_initializers.Values);
        graph.Input.Add(inputs);
        graph.Output.Add(outputs.Select(name => new ValueInfoProto { Name = name }));
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "CnnVis", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return model;
    }

    private GraphValue Constant<T>(T[] values, IReadOnlyList<long> shape, string type, Func<string, TensorProto> create)
    {
        if (values.Length > SharedConstantLength)
        {
            return New(create);
        }

        string key = string.Create(CultureInfo.InvariantCulture, $"{type}[{string.Join(' ', shape)}]{string.Join(' ', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))}");
        return _sharedConstants.TryGetValue(key, out GraphValue? shared) ? shared : _sharedConstants[key] = New(create);
    }

    private GraphValue New(Func<string, TensorProto> create)
    {
        string name = Unused("constant");
        _initializers[name] = create(name);
        return new GraphValue(this, name);
    }
}
