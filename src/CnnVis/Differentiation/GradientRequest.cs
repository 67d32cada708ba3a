using CnnVis.Onnx;

namespace CnnVis.Differentiation;

/// <summary>What is to be differentiated.</summary>
/// <param name="Shape">The shape of one image.</param>
/// <param name="Rules">The table of rules.</param>
/// <param name="From">The tensor of which a weighted sum is differentiated.</param>
/// <param name="To">The tensors with respect to which: the image, or any between.</param>
/// <param name="Activations">Tensors whose values are wanted too.</param>
internal sealed record GradientRequest(ImageShape Shape, GradientRules Rules, string From, TensorNames To, TensorNames Activations)
{
    /// <summary>Whether scales and shifts are merged into the layers before them first: relevance rules need whole layers.</summary>
    public bool OnMergedLayers { get; init; }
}
