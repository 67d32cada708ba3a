using System.Globalization;
using CnnVis.Onnx;
using StoredTensor = CnnVis.Onnx.TensorProto;

namespace CnnVis.TensorBoard;

/// <summary>
/// A model as TensorBoard's Graphs page draws it: a node for each operator, for each input and for each stored tensor. Stored tensors are of the type
/// Const, which the page draws as small marks at the nodes that read them, so weights take no room and can still be looked up.
/// </summary>
internal sealed class ModelGraph
{
    // The page draws nodes of this type at their readers.
    private const string StoredType = "Const";

    private const string InputType = "Placeholder";
    private const string OutputShapes = "_output_shapes";

    // What TensorFlow and PyTorch write.
    private const int ProducerVersion = 22;

    private readonly CnnModel _model;
    private readonly GraphNames _names = new();
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly GraphDef _graph = new() { Versions = new VersionDef { Producer = ProducerVersion } };

    private ModelGraph(CnnModel model) => _model = model;

    public static GraphDef Of(CnnModel model)
    {
        var drawn = new ModelGraph(model);
        foreach (ValueInfoProto input in model.Graph.Inputs)
        {
            drawn.AddInput(input);
        }

        foreach (NodeProto node in model.Graph.Nodes)
        {
            drawn.AddNode(node);
        }

        return drawn._graph;
    }

    private void AddInput(ValueInfoProto input)
    {
        var node = new NodeDef { Name = _names.OfTensor(input.Name), Op = InputType };
        TensorShapeProto shape = input.Name == _model.ImageInput.Name
            ? Shapes.Of(_model.ImageInput.Shape.Dimensions(1))
            : Shapes.Of(ModelInput.From(input).Shape);
        Describe(node, input.Type?.TensorType?.ElemType ?? 0, shape);
        _sources[input.Name] = node.Name;
        _graph.Node.Add(node);
    }

    private void AddNode(NodeProto node)
    {
        string name = _names.OfNode(node);
        NodeDef drawn = node.OpType is "Constant" or "Identity" && _model.Graph.Constant(node.Output[0]) is { } stored ? DrawStored(name, node, stored) : DrawComputed(name, node);
        for (int i = 0; i < node.Output.Count; i++)
        {
            _sources[node.Output[i]] = i == 0 ? drawn.Name : string.Create(CultureInfo.InvariantCulture, $"{drawn.Name}:{i}");
        }

        _graph.Node.Add(drawn);
    }

    private NodeDef DrawComputed(string name, NodeProto node)
    {
        var drawn = new NodeDef { Name = name, Op = node.OpType == "Constant" ? StoredType : node.QualifiedType() };
        drawn.Input.Add(OnnxGraph.InputsOf(node).Select(SourceOf));
        foreach (AttributeProto attribute in node.Attribute)
        {
            Set(drawn, attribute.Name, AttributeValues.Of(attribute));
        }

        if (node.Output.Any(output => _model.ShapeOf(output) is not null))
        {
            Set(drawn, OutputShapes, AttributeValues.ShapeList(node.Output.Select(output => _model.ShapeOf(output) is { } shape ? Shapes.Of(shape) : Shapes.Unknown)));
        }

        return drawn;
    }

    /// <summary>Exporters let layers share a tensor through Identity: drawn as operators, these would lie about in no scope.</summary>
    private NodeDef DrawStored(string name, NodeProto node, StoredTensor stored)
    {
        var drawn = new NodeDef { Name = name, Op = StoredType };
        Describe(drawn, stored);
        if (node.OpType == "Identity")
        {
            Set(drawn, "identity_of", AttributeValues.Text(stored.Name.Length > 0 ? stored.Name : node.Input[0]));
        }

        return drawn;
    }

    /// <summary>The node that makes a tensor; for a stored one, its node is added when it is first read.</summary>
    private string SourceOf(string tensor)
    {
        if (!_sources.TryGetValue(tensor, out string? source))
        {
            var node = new NodeDef { Name = source = _names.OfTensor(tensor), Op = StoredType };
            if (_model.Graph.Stored(tensor) is { } stored)
            {
                Describe(node, stored);
            }

            _sources[tensor] = source;
            _graph.Node.Add(node);
        }

        return source;
    }

    private void Describe(NodeDef node, StoredTensor tensor)
    {
        Describe(node, tensor.DataType, Shapes.Of(tensor.Dims));
        Set(node, "value", AttributeValues.NumbersOf(tensor, _model.Folder));
    }

    private static void Describe(NodeDef node, int onnxType, TensorShapeProto shape)
    {
        Set(node, "dtype", AttributeValues.TypeOf(onnxType));
        Set(node, "shape", AttributeValues.Shape(shape));
        Set(node, OutputShapes, AttributeValues.ShapeList([shape]));
    }

    private static void Set(NodeDef node, string name, AttrValue? value)
    {
        if (value is not null)
        {
            node.Attr[name] = value;
        }
    }
}
