using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Differentiation.Preparation;

/// <summary>What is known about a model's tensors before its control flow is written out.</summary>
internal sealed class ControlFlowValues(OnnxModel model, ShapeProbe probe)
{
    public int Opset => model.Opset;

    /// <summary>The integers or booleans of a tensor that is the same for every image; null where it is not.</summary>
    public long[]? Integers(string tensor) =>
        (model.Graph.Constant(tensor) ?? probe[tensor]?.Value) is { } value ? TensorData.Integers(value, model.Folder) : null;

    public int[]? Shape(string tensor) =>
        probe[tensor]?.Shape ?? model.Graph.Constant(tensor)?.Dims.Select(size => (int)size).ToArray();
}
