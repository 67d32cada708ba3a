using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Differentiation.Preparation;

/// <summary>Makes a model ready to be differentiated for one size of image.</summary>
internal static class ForwardGraphPreparation
{
    private const int RandomSeed = 19;

    public static ForwardGraph Prepare(OnnxModel model, ImageInput image, bool takesBatches, SessionSettings settings)
    {
        ImageInput input = image with { ElementType = ElementType.Float32 };
        IReadOnlyList<ShapeProbe> ProbeAll(OnnxModel probed) => Probe(probed, input, takesBatches, settings);
        OnnxModel inlined = FunctionInliner.Apply(Float32Precision.Apply(model, image.Name));
        OnnxModel plain = SequenceExpansion.Apply(ControlFlowExpansion.Apply(inlined, ProbeAll), ProbeAll);
        return Measure(plain, input, ProbeAll(plain), settings);
    }

    /// <summary>An empty image, a random one, and where the model takes any number twice as many: what differs is not known while the graph is built.</summary>
    private static List<ShapeProbe> Probe(OnnxModel model, ImageInput image, bool takesBatches, SessionSettings settings)
    {
        HashSet<string> dependsOnPixels = model.Graph.ValueDependents(image.Name);
        string[] tensors = [.. Computed(model)];
        int images = image.FixedBatch ?? 1;
        using var session = new ProbeSession(model, image, new Dictionary<ModelInput, TensorValue>(), settings, tensors);
        ShapeProbe Run(int count, float[] pixels) => session.Run(pixels, count, name => !dependsOnPixels.Contains(name));
        var probes = new List<ShapeProbe> { Run(images, new float[images * image.Shape.ElementCount]), Run(images, RandomPixels(images, image.Shape)) };
        if (takesBatches)
        {
            probes.Add(Run(2 * images, RandomPixels(2 * images, image.Shape)));
        }

        return probes;
    }

    private static float[] RandomPixels(int images, ImageShape shape) =>
        [.. Enumerable.Range(0, images * shape.ElementCount).Select(k => new CounterRandom(RandomSeed).Uniform(sample: 0, k))];

    private static ForwardGraph Measure(OnnxModel model, ImageInput image, IReadOnlyList<ShapeProbe> probes, SessionSettings settings)
    {
        int images = image.FixedBatch ?? 1;
        ShapeProbe one = probes[0];
        string[] names = [.. Computed(model).Where(name => one[name] is { } tensor && probes[1][name]?.Shape.AsSpan().SequenceEqual(tensor.Shape) == true)];
        Dictionary<string, BatchedShape>? batched = probes.Count > 2 ? BatchedShapes(model, image, names, one, probes[2]) : null;
        var constants = names
            .Where(name => one[name]!.Value is { } value && probes.Take(batched is null ? 2 : 3).All(probe => value.RawData.Equals(probe[name]?.Value?.RawData)))
            .ToDictionary(name => name, name => one[name]!.Value!);
        return new ForwardGraph(
            model,
            image,
            batched is not null,
            [
                .. Stored(model),
                new ForwardTensor(
                    image.Name,
                    new BatchedShape(image.Shape.Dimensions(images), batched is null ? null : 0),
                    (int)TensorProto.Types.DataType.Float,
                    IsConstant: false),
                .. names.Select(name => new ForwardTensor(
                    name, batched?[name] ?? new BatchedShape(one[name]!.Shape, null), one[name]!.DataType, constants.ContainsKey(name))),
            ],
            constants,
            settings);
    }

    /// <summary>How every tensor grows with the number of images; null where one does not, or where images are mixed.</summary>
    private static Dictionary<string, BatchedShape>? BatchedShapes(
        OnnxModel model, ImageInput image, IReadOnlyList<string> names, ShapeProbe one, ShapeProbe two)
    {
        var shapes = new Dictionary<string, BatchedShape>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (two[name] is not { } tensor || BatchedShape.Between(one[name]!.Shape, tensor.Shape) is not { } shape)
            {
                return null;
            }

            shapes[name] = shape;
        }

        HashSet<string> dependsOnPixels = model.Graph.ValueDependents(image.Name);
        bool GrowsWithImages(string tensor) => tensor == image.Name || (shapes.TryGetValue(tensor, out BatchedShape? shape) && shape.BatchAxis is not null);
        bool mixes = model.Graph.Nodes.Any(node =>
            node.Output.Any(output => dependsOnPixels.Contains(output) && shapes.ContainsKey(output) && !GrowsWithImages(output))
            && OnnxGraph.InputsOf(node).Any(GrowsWithImages));
        return mixes ? null : shapes;
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
}
