using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Differentiation.Preparation;

/// <summary>Makes a model ready to be differentiated for one size of image.</summary>
internal static class ForwardGraphPreparation
{
    public static ForwardGraph Prepare(OnnxModel model, ImageInput image, bool takesBatches, SessionSettings settings)
    {
        OnnxModel plain = ControlFlowExpansion.Apply(FunctionInliner.Apply(Float32Precision.Apply(model, image.Name)), expanded => Probe(expanded, image, 1, settings));
        int images = image.FixedBatch ?? 1;
        OnnxModel simple = SequenceExpansion.Apply(
            plain, counted => [.. (takesBatches ? (int[])[images, 2 * images] : [images]).Select(count => Probe(counted, image, count, settings))]);
        ImageInput input = image with { ElementType = ElementType.Float32 };
        return Measure(simple, input, takesBatches, settings);
    }

    private static ForwardGraph Measure(OnnxModel model, ImageInput image, bool takesBatches, SessionSettings settings)
    {
        int images = image.FixedBatch ?? 1;
        ShapeProbe one = Probe(model, image, images, settings);
        ShapeProbe? two = takesBatches ? Probe(model, image, 2 * images, settings) : null;
        string[] names = [.. Computed(model).Where(name => one[name] is not null)];
        bool batched = two is not null && names.All(name => two[name] is { } tensor && BatchedShape.Between(one[name]!.Shape, tensor.Shape) is not null);
        var constants = names
            .Where(name => one[name]!.Value is { } value && (!batched || value.RawData.Equals(two![name]?.Value?.RawData)))
            .ToDictionary(name => name, name => one[name]!.Value!);
        return new ForwardGraph(
            model,
            image,
            batched,
            [
                .. Stored(model),
                new ForwardTensor(
                    image.Name,
                    new BatchedShape(image.Shape.Dimensions(images), batched ? 0 : null),
                    (int)TensorProto.Types.DataType.Float,
                    IsConstant: false),
                .. names.Select(name => new ForwardTensor(
                    name,
                    batched ? BatchedShape.Between(one[name]!.Shape, two![name]!.Shape)! : new BatchedShape(one[name]!.Shape, null),
                    one[name]!.DataType,
                    constants.ContainsKey(name))),
            ],
            constants,
            settings);
    }

    private static ShapeProbe Probe(OnnxModel model, ImageInput image, int images, SessionSettings settings)
    {
        HashSet<string> dependsOnPixels = ValueDependents(model.Graph, image.Name);
        ImageInput input = image with { ElementType = ElementType.Float32 };
        return ShapeProbe.Run(
            model, input, images, new Dictionary<ModelInput, TensorValue>(), settings, [.. Computed(model)], name => !dependsOnPixels.Contains(name));
    }

    private static IEnumerable<string> Computed(OnnxModel model) => model.Graph.Nodes
        .Where(node => node.OpType != "Constant" || model.Graph.Stored(node.Output[0]) is null)
        .SelectMany(node => node.Output)
        .Where(name => name.Length > 0);

    private static IEnumerable<ForwardTensor> Stored(OnnxModel model) => model.Proto.Graph.Initializer
        .Select(tensor => tensor.Name)
        .Concat(model.Graph.Nodes.Where(node => node.OpType == "Constant").Select(node => node.Output[0]))
        .Select(name => (Name: name, Tensor: model.Graph.Stored(name)))
        .Where(pair => pair.Tensor is not null)
        .Select(pair => new ForwardTensor(
            pair.Name, new BatchedShape([.. pair.Tensor!.Dims.Select(size => (int)size)], null), pair.Tensor.DataType, IsConstant: true));

    /// <summary>The tensors whose values depend on the image's pixels, not only on its shape.</summary>
    private static HashSet<string> ValueDependents(OnnxGraph graph, string image)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { image };
        foreach (NodeProto node in graph.Nodes)
        {
            if (node.OpType is not ("Shape" or "Size") && OnnxGraph.InputsOf(node).Any(reached.Contains))
            {
                reached.UnionWith(node.Output);
            }
        }

        return reached;
    }
}
