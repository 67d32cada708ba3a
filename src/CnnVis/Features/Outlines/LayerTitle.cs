using System.Globalization;
using CnnVis.Onnx;

namespace CnnVis.Features.Outlines;

/// <summary>What a layer does, in a few words: its operator and what sets it apart from others of its kind.</summary>
internal static class LayerTitle
{
    public static string Of(Layer layer) => string.Join(", ", Words(layer).Where(words => words.Length > 0));

    private static IEnumerable<string> Words(Layer layer)
    {
        NodeProto node = layer.Node;
        IReadOnlyList<long> kernel = Kernel(layer);
        yield return kernel.Count > 0 ? $"{node.OpType} {string.Join('×', kernel)}" : node.OpType == "Resize" || node.OpType == "Upsample" ? Resized(layer) : node.OpType;
        if (kernel.Count > 0)
        {
            yield return PerAxis("stride", node.Ints("strides"));
            yield return PerAxis("dilation", node.Ints("dilations"));
            yield return Groups(layer);
        }
        else if (node.OpType == "Clip")
        {
            yield return Bounds(layer);
        }
    }

    private static IReadOnlyList<long> Kernel(Layer layer)
    {
        if (layer.Node.Ints("kernel_shape") is { Count: > 0 } kernel)
        {
            return kernel;
        }

        return Weights(layer) is { Count: > 2 } weights ? [.. weights.Skip(2)] : [];
    }

    private static IReadOnlyList<long>? Weights(Layer layer)
    {
        int input = layer.Operator switch { "Conv" or "ConvTranspose" or "FusedConv" or "ConvInteger" => 1, "QLinearConv" => 3, _ => 0 };
        return input == 0 ? null
            : layer.Model.Graph.Constant(layer.Node.Input[input]) is { } stored ? stored.Dims
            : layer.Model.ShapeOf(layer.Node.Input[input])?.Select(size => (long)size).ToArray();
    }

    private static string PerAxis(string name, IReadOnlyList<long> values) => values.All(value => value == 1) ? ""
        : values.Distinct().Count() == 1 ? $"{name} {values[0]}"
        : $"{name} {string.Join('×', values)}";

    private static string Groups(Layer layer)
    {
        long groups = layer.Node.Int("group", 1);
        long outputs = layer.Operator == "ConvTranspose" ? (Weights(layer)?[1] ?? 0) * groups : Weights(layer)?[0] ?? 0;
        return groups == 1 ? "" : groups == outputs ? "depthwise" : string.Create(CultureInfo.InvariantCulture, $"{groups} groups");
    }

    private static string Bounds(Layer layer)
    {
        float? low = Bound(layer, 1, "min");
        float? high = Bound(layer, 2, "max");
        return string.Create(CultureInfo.InvariantCulture, $"{low?.ToString(CultureInfo.InvariantCulture) ?? "-∞"} to {high?.ToString(CultureInfo.InvariantCulture) ?? "∞"}");
    }

    private static float? Bound(Layer layer, int input, string attribute)
    {
        NodeProto node = layer.Node;
        return node.Input.Count > input && node.Input[input].Length > 0 ? layer.Model.ConstantFloats(node.Input[input])?[0]
            : node.Has(attribute) ? node.Float(attribute, 0)
            : null;
    }

    private static string Resized(Layer layer)
    {
        int[]? before = layer.Node.Input[0] == layer.Model.ImageInput.Name ? layer.Model.ImageInput.Shape.Dimensions(1) : layer.Model.ShapeOf(layer.Node.Input[0]);
        double[] factors = before is null || before.Length != layer.OutputShape.Count
            ? []
            : [.. layer.OutputShape.Zip(before, (now, then) => (double)now / then).Where(factor => factor != 1).Distinct()];
        return factors is [var factor] ? string.Create(CultureInfo.InvariantCulture, $"{layer.Operator} ×{factor:0.##}") : layer.Operator;
    }
}
