using CnnVis.Runtime;

namespace CnnVis;

/// <summary>What a layer computed for some images, and how each target's score depends on it.</summary>
public sealed class LayerGradients
{
    private readonly TensorBatch _activations;
    private readonly float[][] _gradients;

    internal LayerGradients(Layer layer, TensorBatch activations, float[][] gradients)
    {
        Layer = layer;
        _activations = activations;
        _gradients = gradients;
    }

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>The shape of its output for one image, without the axis of the images.</summary>
    public IReadOnlyList<int> Shape => _activations.Shape;

    /// <summary>What it computed for an image.</summary>
    /// <param name="image">The image's position in the batch.</param>
    /// <returns>Its output's elements.</returns>
    public ReadOnlySpan<float> Activations(int image) => ActivationMemory(image).Span;

    /// <summary>How much a target's score for an image changes when an element of the layer's output is raised a little.</summary>
    /// <param name="target">The target's position.</param>
    /// <param name="image">The image's position in the batch.</param>
    /// <returns>A number for each element; empty where no gradients were asked for.</returns>
    public ReadOnlySpan<float> Gradients(int target, int image) => GradientMemory(target, image).Span;

    /// <summary>All that it holds.</summary>
    internal IEnumerable<float[]> Arrays => [_activations.Values, .. _gradients];

    internal ReadOnlyMemory<float> ActivationMemory(int image) => PartOf(_activations.Values, image);

    internal ReadOnlyMemory<float> GradientMemory(int target, int image) => _gradients.Length == 0 ? default : PartOf(_gradients[target], image);

    private ReadOnlyMemory<float> PartOf(float[] ofAllImages, int image)
    {
        int length = ofAllImages.Length / _activations.Count;
        return ofAllImages.AsMemory(image * length, length);
    }
}
