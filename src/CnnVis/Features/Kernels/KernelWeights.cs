using CnnVis.Differentiation;
using CnnVis.Differentiation.Preparation;
using CnnVis.Onnx;

namespace CnnVis.Features;

/// <summary>What a convolution multiplies with and adds, as the graph has it.</summary>
/// <param name="Values">The weights.</param>
/// <param name="Shape">Their shape.</param>
/// <param name="Biases">A summand for each output; none where there is no bias.</param>
/// <param name="IsMerged">Whether what follows the convolution is part of them.</param>
/// <param name="Output">The tensor that they compute.</param>
internal sealed record KernelWeights(float[] Values, int[] Shape, float[] Biases, bool IsMerged, string Output)
{
    /// <summary>The weights of the file.</summary>
    /// <exception cref="ArgumentException">They are computed from the image.</exception>
    public static KernelWeights Original(Layer layer) => OriginalOrNone(layer)
        ?? throw new ArgumentException($"The weights of {layer} are computed from the image, so there are no kernels to show.");

    /// <summary>The weights of the file; null where they, or the biases, are computed from the image.</summary>
    public static KernelWeights? OriginalOrNone(Layer layer)
    {
        bool hasBias = layer.Node.Input.Count > 2 && layer.Node.Input[2].Length > 0;
        float[]? biases = hasBias ? Constant(layer, layer.Node.Input[2])?.Values : [];
        return biases is not null && Constant(layer, layer.Node.Input[1]) is var (weights, shape)
            ? new KernelWeights(weights, shape, biases, IsMerged: false, layer.OutputTensor)
            : null;
    }

    /// <summary>The weights with what scales and shifts each channel of the output; the originals where nothing does.</summary>
    public static KernelWeights Merged(Layer layer)
    {
        if (!MayBeScaled(layer))
        {
            return Original(layer);
        }

        ForwardGraph forward = ForwardOf(layer);
        if (!LinearLayers.Contain(forward, layer.Node))
        {
            return Original(layer);
        }

        var merged = new MergedLayer(forward, layer.Node);
        while (forward.Model.Graph.Consumers(merged.Output) is [var next]
            && ChannelAffine.Of(forward, next, merged.Output, merged.ChannelAxis) is { } affine)
        {
            merged.Append(next, affine);
        }

        TensorProto weights = merged.Weights("weights");
        return merged.IsChanged ? new KernelWeights(TensorData.Floats(weights, null), ShapeOf(weights), merged.Bias(), IsMerged: true, merged.Output) : Original(layer);
    }

    // Preparing the graph for gradients costs a probe run, which a layer that something else follows need not pay.
    private static bool MayBeScaled(Layer layer) =>
        layer.Model.Graph.Consumers(layer.OutputTensor) is [{ OpType: "BatchNormalization" or "Mul" or "Add" or "Sub" or "Div" }];

    /// <summary>The stored tensor, or where the file computes it from others, its value.</summary>
    public static (float[] Values, int[] Shape)? Constant(Layer layer, string tensor)
    {
        if (layer.Model.Graph.Constant(tensor) is { } stored)
        {
            return (TensorData.Floats(stored, layer.Model.Folder), ShapeOf(stored));
        }

        ForwardGraph forward = ForwardOf(layer);
        return forward.Has(tensor) && forward[tensor].IsConstant
            ? (TensorData.Floats(forward.Constant(tensor), forward.Model.Folder), ShapeOf(forward.Constant(tensor)))
            : null;
    }

    private static ForwardGraph ForwardOf(Layer layer) => GradientEngine.Of(layer.Model).ForwardGraphFor(layer.Model.ImageInput.Shape);

    private static int[] ShapeOf(TensorProto tensor) => [.. tensor.Dims.Select(size => (int)size)];
}
