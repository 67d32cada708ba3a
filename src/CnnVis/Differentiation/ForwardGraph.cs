using CnnVis.Onnx;
using CnnVis.Runtime;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Differentiation;

/// <summary>
/// A model ready to be differentiated: everything computes in float32, functions and control flow are written out, and every tensor's shape
/// is known for one size of image. The number of images stays free where the model allows it.
/// </summary>
internal sealed class ForwardGraph
{
    private readonly Dictionary<string, ForwardTensor> _tensors;
    private readonly Dictionary<string, TensorProto> _computedConstants;
    private readonly Dictionary<string, int> _opsets;
    private readonly SessionSettings _settings;

    internal ForwardGraph(
        OnnxModel model,
        ImageInput image,
        bool takesBatches,
        IEnumerable<ForwardTensor> tensors,
        Dictionary<string, TensorProto> computedConstants,
        SessionSettings settings)
    {
        _settings = settings;
        Model = model;
        Image = image;
        TakesBatches = takesBatches;
        _tensors = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _computedConstants = computedConstants;
        _opsets = model.Proto.OpsetImport.GroupBy(import => import.Domain).ToDictionary(group => group.Key, group => (int)group.First().Version);
    }

    public OnnxModel Model { get; }

    /// <summary>The image input, in float32.</summary>
    public ImageInput Image { get; }

    /// <summary>Whether the number of images is free.</summary>
    public bool TakesBatches { get; }

    public IEnumerable<ForwardTensor> Tensors => _tensors.Values;

    public ForwardTensor this[string tensor] => _tensors.GetValueOrDefault(tensor)
        ?? throw new CnnVisException($"{Model.Name}: the model has no tensor '{tensor}', or nothing computes it for this image.");

    public bool Has(string tensor) => _tensors.ContainsKey(tensor);

    /// <summary>The numbers of a constant tensor.</summary>
    public TensorProto Constant(string tensor) => Model.Graph.Constant(tensor) ?? _computedConstants[tensor];

    /// <summary>The elements of a constant tensor as float32; null where it is none.</summary>
    public float[]? ConstantFloats(string tensor) =>
        Has(tensor) && this[tensor].IsConstant ? TensorData.Floats(Constant(tensor), Model.Folder) : null;

    /// <summary>The numbers of a constant tensor, stored under its own name: the value of a Constant node may have another.</summary>
    public TensorProto NamedConstant(string tensor)
    {
        TensorProto constant = Constant(tensor);
        if (constant.Name == tensor)
        {
            return constant;
        }

        TensorProto named = constant.Clone();
        named.Name = tensor;
        return named;
    }

    public int OpsetOf(NodeProto node) => node.Domain is "" or "ai.onnx" ? Model.Opset : _opsets.GetValueOrDefault(node.Domain, 1);

    /// <summary>Computes one node, at the model's opset, on stored tensors.</summary>
    public float[] Evaluate(NodeProto node, IEnumerable<TensorProto> stored, string output)
    {
        using var runner = new GraphRunner(Model.Proto.OfNode(node, [], stored, [output]), Model.Name, _settings with { Optimize = false });
        using TensorRun run = runner.Run([], null, [], CancellationToken.None);
        return run.Floats(output);
    }

    /// <summary>The value of a tensor for one image.</summary>
    public float[] Value(string tensor, ReadOnlyMemory<float> image)
    {
        if (tensor == Image.Name)
        {
            return Image.Feed(image, count: 1).Values.ToArray();
        }

        using var runner = new GraphRunner(Model.WithOutputs([tensor]), Model.Name, _settings);
        using TensorRun run = runner.Run([Image.Feed(image, count: 1)], null, [], CancellationToken.None);
        return run.Floats(tensor);
    }

    /// <summary>A graph of other nodes that computes the same tensors, some of which may be gone, and stores more.</summary>
    public ForwardGraph With(IEnumerable<NodeProto> nodes, IReadOnlyCollection<TensorProto> moreStored, IReadOnlySet<string> gone)
    {
        var model = new OnnxModel(Model.Proto.With(nodes, moreStored), Model.Name, Model.Folder);
        IEnumerable<ForwardTensor> stored = moreStored.Select(tensor =>
            new ForwardTensor(tensor.Name, new BatchedShape([.. tensor.Dims.Select(size => (int)size)], null), tensor.DataType, IsConstant: true));
        return new ForwardGraph(
            model, Image, TakesBatches, [.. Tensors.Where(tensor => !gone.Contains(tensor.Name)), .. stored], _computedConstants, _settings);
    }

    /// <summary>Declares a tensor as an input of a graph, under its own or another name.</summary>
    public ValueInfoProto Declare(string tensor) => Declare(tensor, tensor);

    /// <inheritdoc cref="Declare(string)"/>
    public ValueInfoProto Declare(string tensor, string name) => Declare(this[tensor].Shape, this[tensor].DataType, name);

    /// <summary>Declares the gradient of a tensor as an input of a graph: floats, also where the tensor holds codes.</summary>
    public ValueInfoProto DeclareGradient(string tensor, string name) => Declare(this[tensor].Shape, (int)DataType.Float, name);

    private static ValueInfoProto Declare(BatchedShape shape, int type, string name) => GraphEdits.Declare(name, type, shape.Sizes.Select((size, axis) =>
        axis != shape.BatchAxis ? new TensorShapeProto.Types.Dimension { DimValue = size }
        : new TensorShapeProto.Types.Dimension { DimParam = size == 1 ? "N" : $"{size}N" }));
}
