using Google.Protobuf;

namespace CnnVis.Onnx;

/// <summary>Edits that return a new model. Nodes and weights are shared with the original, which stays as it is.</summary>
internal static class GraphEdits
{
    private const int FirstIrWithoutInitializersAsInputs = 4;

    /// <summary>The part of the model that computes the tensors, with them as its outputs.</summary>
    public static ModelProto WithOutputs(this OnnxModel model, IReadOnlyCollection<string> tensors, params IReadOnlyCollection<NodeProto> extraNodes)
    {
        GraphProto source = model.Proto.Graph;
        HashSet<string> needed = model.Graph.Ancestors(tensors.Concat(extraNodes.SelectMany(OnnxGraph.InputsOf)));
        var initializers = source.Initializer.Where(tensor => needed.Contains(tensor.Name)).ToList();
        var stored = initializers.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);

        var graph = new GraphProto { Name = source.HasName ? source.Name : "graph" };
        graph.Node.Add(source.Node.Where(node => node.Output.Any(needed.Contains)));
        graph.Node.Add(extraNodes);
        graph.Initializer.Add(initializers);
        graph.SparseInitializer.Add(source.SparseInitializer);
        // From IR 4 on, an initializer that is an input too could be overridden, so ONNX Runtime would neither fold nor reorder it.
        bool initializersAreInputs = model.Proto.IrVersion < FirstIrWithoutInitializersAsInputs;
        graph.Input.Add(source.Input.Where(input => needed.Contains(input.Name) && (initializersAreInputs || !stored.Contains(input.Name))));
        graph.Output.Add(tensors.Select(tensor => source.Output.FirstOrDefault(output => output.Name == tensor) ?? new ValueInfoProto { Name = tensor }));

        var edited = new ModelProto { IrVersion = model.Proto.IrVersion, Graph = graph };
        edited.OpsetImport.Add(model.Proto.OpsetImport);
        edited.Functions.Add(model.Proto.Functions);
        return edited;
    }

    /// <summary>The model with other nodes and with more stored tensors.</summary>
    public static ModelProto With(this ModelProto source, IEnumerable<NodeProto> nodes, IEnumerable<TensorProto> moreInitializers)
    {
        var graph = new GraphProto { Name = source.Graph.HasName ? source.Graph.Name : "graph" };
        graph.Node.Add(nodes);
        graph.Initializer.Add(source.Graph.Initializer.Concat(moreInitializers));
        graph.SparseInitializer.Add(source.Graph.SparseInitializer);
        graph.Input.Add(source.Graph.Input);
        graph.Output.Add(source.Graph.Output);
        var edited = new ModelProto { IrVersion = source.IrVersion, Graph = graph };
        edited.OpsetImport.Add(source.OpsetImport);
        edited.Functions.Add(source.Functions);
        return edited;
    }

    /// <summary>Removes stored tensors that nothing reads, the bodies of If, Loop and Scan included.</summary>
    public static void RemoveUnread(this GraphProto graph)
    {
        HashSet<string> read = [.. graph.Node.SelectMany(OnnxGraph.InputsOf), .. graph.Output.Select(output => output.Name)];
        TensorProto[] stored = [.. graph.Initializer.Where(tensor => read.Contains(tensor.Name))];
        graph.Initializer.Clear();
        graph.Initializer.Add(stored);
    }

    public static byte[] ToBytes(this ModelProto proto) => proto.ToByteArray();

    public static NodeProto NewNode(string operatorType, string name, IEnumerable<string> inputs, string output, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = operatorType, Name = name };
        node.Input.Add(inputs);
        node.Output.Add(output);
        node.Attribute.Add(attributes);
        return node;
    }

    /// <summary>Declares a tensor as an input or output; a size of null is free and called N.</summary>
    public static ValueInfoProto Declare(string name, TensorProto.Types.DataType type, IEnumerable<long?> shape) => Declare(name, (int)type, shape.Select(size =>
        size is { } known ? new TensorShapeProto.Types.Dimension { DimValue = known } : new TensorShapeProto.Types.Dimension { DimParam = "N" }));

    public static ValueInfoProto Declare(string name, int type, IEnumerable<TensorShapeProto.Types.Dimension> shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.Add(shape);
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = dimensions } } };
    }

    /// <summary>A graph of one node of the model, at the model's opset.</summary>
    public static ModelProto OfNode(
        this ModelProto source, NodeProto node, IEnumerable<ValueInfoProto> inputs, IEnumerable<TensorProto> stored, IEnumerable<string> outputs) =>
        source.OfNodes(node.DisplayName(), [node], inputs, stored, outputs);

    /// <summary>A graph of some nodes, at the model's opset.</summary>
    public static ModelProto OfNodes(
        this ModelProto source,
        string name,
        IEnumerable<NodeProto> nodes,
        IEnumerable<ValueInfoProto> inputs,
        IEnumerable<TensorProto> stored,
        IEnumerable<string> outputs)
    {
        var graph = new GraphProto { Name = name };
        graph.Node.Add(nodes);
        graph.Initializer.Add(stored);
        graph.Input.Add(inputs);
        graph.Output.Add(outputs.Select(output => new ValueInfoProto { Name = output }));
        var model = new ModelProto { IrVersion = Math.Max(source.IrVersion, FirstIrWithoutInitializersAsInputs), Graph = graph };
        model.OpsetImport.Add(source.OpsetImport);
        return model;
    }

    public static AttributeProto IntAttribute(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    public static AttributeProto IntsAttribute(string name, IEnumerable<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values);
        return attribute;
    }
}
