using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Differentiation.Preparation;

/// <summary>What is the same about a model's tensors whatever the image and however many, before control flow and sequences are written out.</summary>
internal sealed class ControlFlowValues(OnnxModel model, IReadOnlyList<ShapeProbe> probes)
{
    public int Opset => model.Opset;

    /// <summary>The integers or booleans of a tensor; null where they depend on the image.</summary>
    public long[]? Integers(string tensor)
    {
        if (model.Graph.Constant(tensor) is { } stored)
        {
            return TensorData.Integers(stored, model.Folder);
        }

        TensorProto? value = probes[0][tensor]?.Value;
        return value is not null && probes.All(probe => value.RawData.Equals(probe[tensor]?.Value?.RawData))
            ? TensorData.Integers(value, model.Folder)
            : null;
    }

    /// <summary>The sizes of a tensor's axes, null for those that depend on the image; null where not even their number is known.</summary>
    public int?[]? Shape(string tensor)
    {
        if (model.Graph.Constant(tensor) is { } stored)
        {
            return [.. stored.Dims.Select(size => (int?)size)];
        }

        int[]?[] shapes = [.. probes.Select(probe => probe[tensor]?.Shape)];
        return shapes[0] is { } first && shapes.All(shape => shape?.Length == first.Length)
            ? [.. first.Select((size, axis) => shapes.All(shape => shape![axis] == size) ? size : (int?)null)]
            : null;
    }
}
