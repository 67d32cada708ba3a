using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>Finds the input that takes the image and how it is laid out.</summary>
internal static class ImageInputReader
{
    private const int DefaultSize = 224;

    public static ImageInput Read(OnnxModel model, CnnModelOptions options, ICollection<string> notes)
    {
        ModelInput declared = Find(model, options);
        TensorLayout layout = options.Layout ?? LayoutOf(declared, model.Graph);
        IReadOnlyList<int?> shape = declared.Shape;
        (int? channels, int? height, int? width) = layout == TensorLayout.Nchw
            ? (shape[1], shape[2], shape[3])
            : (shape[3], shape[1], shape[2]);

        channels ??= ChannelsOfFirstConvolution(declared.Name, model.Graph) ?? 3;
        if (channels is not (1 or 3))
        {
            throw new ModelException(
                model.Name,
                $"input '{declared.Name}' {declared.ShapeText()} read as {layout.ToString().ToUpperInvariant()} has {channels} channels; "
                + "a picture has 1 or 3. If the axes are read wrongly, set CnnModelOptions.Layout.");
        }

        bool isFree = height is null || width is null;
        if (isFree && options.InputSize is null)
        {
            notes.Add($"The model takes pictures of any size; {height ?? DefaultSize}x{width ?? DefaultSize} is used.");
        }

        var imageShape = new ImageShape(
            channels.Value,
            height ?? options.InputSize?.Height ?? DefaultSize,
            width ?? options.InputSize?.Width ?? DefaultSize,
            layout);
        return new ImageInput(declared.Name, declared.ElementType, imageShape, shape[0], isFree);
    }

    private static ModelInput Find(OnnxModel model, CnnModelOptions options)
    {
        ModelInput[] inputs = [.. model.Graph.Inputs.Select(ModelInput.From)];
        if (options.InputName is { } name)
        {
            ModelInput chosen = inputs.FirstOrDefault(input => input.Name == name)
                ?? throw new ArgumentException($"The model has no input '{name}'. Its inputs are {List(inputs)}.");
            return CanBeImage(chosen)
                ? chosen
                : throw new ModelException(model.Name, $"input '{name}' {chosen.ShapeText()} ({chosen.ElementType}) cannot take an image: four axes are needed.");
        }

        return inputs.Where(CanBeImage).OrderBy(input => options.Inputs.ContainsKey(input.Name)).FirstOrDefault()
            ?? throw new ModelException(
                model.Name,
                $"no input takes an image (four axes of float32, float16 or uint8). Its inputs are {List(inputs)}.");
    }

    private static bool CanBeImage(ModelInput input) =>
        input.Shape.Count == 4 && input.ElementType is ElementType.Float32 or ElementType.Float16 or ElementType.UInt8;

    private static TensorLayout LayoutOf(ModelInput input, OnnxGraph graph)
    {
        bool channelsFirst = input.Shape[1] is 1 or 3;
        bool channelsLast = input.Shape[3] is 1 or 3;
        if (channelsFirst != channelsLast)
        {
            return channelsLast ? TensorLayout.Nhwc : TensorLayout.Nchw;
        }

        bool isTransposed = graph.Consumers(input.Name).Any(node => node.OpType == "Transpose" && node.Ints("perm") is [0, 3, 1, 2]);
        return isTransposed ? TensorLayout.Nhwc : TensorLayout.Nchw;
    }

    private static int? ChannelsOfFirstConvolution(string input, OnnxGraph graph)
    {
        NodeProto? convolution = graph.Dependents([input]).FirstOrDefault(node => node.OpType == "Conv");
        return convolution is not null && graph.Constant(convolution.Input[1]) is { Dims: [_, var perGroup, ..] }
            ? (int)(perGroup * convolution.Int("group", 1))
            : null;
    }

    private static string List(IEnumerable<ModelInput> inputs)
    {
        string list = string.Join("; ", inputs.Select(input => $"'{input.Name}' {input.ShapeText()} {input.ElementType}"));
        return list.Length == 0 ? "none" : list;
    }
}
