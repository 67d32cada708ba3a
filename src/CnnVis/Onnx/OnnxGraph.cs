namespace CnnVis.Onnx;

/// <summary>An index over a graph: who makes and who reads a tensor, what is constant.</summary>
internal sealed class OnnxGraph
{
    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeProto>> _consumers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _initializers = new(StringComparer.Ordinal);

    public OnnxGraph(GraphProto proto, string modelName)
    {
        foreach (TensorProto tensor in proto.Initializer)
        {
            _initializers[tensor.Name] = tensor;
        }

        foreach (NodeProto node in proto.Node)
        {
            foreach (string output in node.Output.Where(name => name.Length > 0))
            {
                if (!_producers.TryAdd(output, node))
                {
                    throw new ModelException(modelName, $"two nodes make the tensor '{output}'; an ONNX graph allows one.");
                }
            }

            foreach (string input in InputsOf(node))
            {
                if (!_consumers.TryGetValue(input, out List<NodeProto>? readers))
                {
                    _consumers[input] = readers = [];
                }

                readers.Add(node);
            }
        }

        RefuseUnsorted(proto, modelName);
        Nodes = proto.Node;
        Inputs = [.. proto.Input.Where(input => !_initializers.ContainsKey(input.Name))];
        Outputs = proto.Output;
    }

    public IReadOnlyList<NodeProto> Nodes { get; }

    /// <summary>What a caller feeds: without the initializers that old files list as inputs too.</summary>
    public IReadOnlyList<ValueInfoProto> Inputs { get; }

    public IReadOnlyList<ValueInfoProto> Outputs { get; }

    public NodeProto? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    public IReadOnlyList<NodeProto> Consumers(string tensor) => _consumers.TryGetValue(tensor, out List<NodeProto>? readers) ? readers : [];

    /// <summary>The stored tensor of this very name: an initializer or the value of a Constant node.</summary>
    public TensorProto? Stored(string tensor) => _initializers.TryGetValue(tensor, out TensorProto? initializer)
        ? initializer
        : Producer(tensor) is { OpType: "Constant" } constant ? constant.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T : null;

    /// <summary>The stored tensor behind a name, seen through Identity nodes, or null where the value is computed.</summary>
    public TensorProto? Constant(string tensor)
    {
        while (Producer(tensor) is { OpType: "Identity" } identity)
        {
            tensor = identity.Input[0];
        }

        return Stored(tensor);
    }

    /// <summary>The nodes, in the graph's order, whose result depends on one of the tensors.</summary>
    public IReadOnlyList<NodeProto> Dependents(IEnumerable<string> tensors)
    {
        var reached = new HashSet<string>(tensors, StringComparer.Ordinal);
        var dependents = new List<NodeProto>();
        foreach (NodeProto node in Nodes)
        {
            if (InputsOf(node).Any(reached.Contains))
            {
                dependents.Add(node);
                reached.UnionWith(node.Output);
            }
        }

        return dependents;
    }

    /// <summary>The tensors whose values depend on those of another, itself included: not on its shape alone.</summary>
    public HashSet<string> ValueDependents(string tensor)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { tensor };
        foreach (NodeProto node in Nodes)
        {
            if (node.OpType is not ("Shape" or "Size") && InputsOf(node).Any(reached.Contains))
            {
                reached.UnionWith(node.Output);
            }
        }

        return reached;
    }

    /// <summary>The names of everything needed to compute the tensors, themselves included.</summary>
    public HashSet<string> Ancestors(IEnumerable<string> tensors)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(tensors);
        while (open.TryPop(out string? tensor))
        {
            if (needed.Add(tensor) && Producer(tensor) is { } node)
            {
                foreach (string input in InputsOf(node))
                {
                    open.Push(input);
                }
            }
        }

        return needed;
    }

    // The format demands it, every walk below relies on it, and a cycle cannot pass it.
    private static void RefuseUnsorted(GraphProto proto, string modelName)
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { "" };
        known.UnionWith(proto.Initializer.Select(tensor => tensor.Name));
        known.UnionWith(proto.SparseInitializer.Select(tensor => tensor.Values.Name));
        known.UnionWith(proto.Input.Select(input => input.Name));
        foreach (NodeProto node in proto.Node)
        {
            if (node.Output.Count == 0 || node.Input.Count < LeastInputs(node.OpType))
            {
                throw new ModelException(modelName, $"node '{node.Name}' ({node.OpType}) lacks inputs or outputs.");
            }

            if (node.Input.FirstOrDefault(input => !known.Contains(input)) is { } unknown)
            {
                throw new ModelException(
                    modelName,
                    $"node '{node.Name}' ({node.OpType}) reads '{unknown}', which nothing before it makes. The nodes of an ONNX graph must be sorted.");
            }

            known.UnionWith(node.Output);
        }
    }

    // Of the operators that this library looks into; the runtime checks all others.
    private static int LeastInputs(string operatorType) => operatorType switch
    {
        "Conv" or "Div" or "Sub" => 2,
        "Softmax" or "LogSoftmax" or "Sigmoid" or "Exp" or "ReduceSum" or "ReduceMax" or "Identity" or "Dropout" or "Cast"
            or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Transpose" => 1,
        _ => 0,
    };

    /// <summary>A node's inputs and, for If, Loop and Scan, what their bodies read from outside.</summary>
    public static IEnumerable<string> InputsOf(NodeProto node) =>
        node.Input.Concat(node.Bodies().SelectMany(NamesReadIn)).Where(name => name.Length > 0);

    private static IEnumerable<string> NamesReadIn(GraphProto body)
    {
        var own = body.Input.Select(input => input.Name)
            .Concat(body.Initializer.Select(tensor => tensor.Name))
            .Concat(body.Node.SelectMany(node => node.Output))
            .ToHashSet(StringComparer.Ordinal);
        return body.Node.SelectMany(InputsOf).Concat(body.Output.Select(output => output.Name)).Where(name => !own.Contains(name));
    }
}
