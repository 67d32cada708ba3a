using CnnVis.Models;
using CnnVis.Runtime;

namespace CnnVis;

/// <summary>The verb <see cref="FeatureMaps(Layer, RgbImage, CancellationToken)"/>.</summary>
public static class FeatureMapExtensions
{
    /// <summary>Computes what a layer makes of a picture. It costs one forward pass up to the layer.</summary>
    /// <param name="layer">The layer; its output must have four axes.</param>
    /// <param name="image">The picture.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    /// <returns>One map for each channel.</returns>
    /// <exception cref="ArgumentException">The layer's output is not maps.</exception>
    public static FeatureMaps FeatureMaps(this Layer layer, RgbImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.FeatureMaps(layer.Model.ToTensor(image), cancellationToken);
    }

    /// <summary>Computes what a layer makes of a tensor.</summary>
    /// <param name="layer">The layer; its output must have four axes.</param>
    /// <param name="image">One image in the model's own layout.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    /// <returns>One map for each channel.</returns>
    /// <exception cref="ArgumentException">The layer's output is not maps, or the tensor does not hold one image.</exception>
    public static FeatureMaps FeatureMaps(this Layer layer, ImageTensor image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(image);
        if (image.Count != 1)
        {
            throw new ArgumentException($"The tensor holds {image.Count} images; give one.", nameof(image));
        }

        if (layer.OutputShape.Count != 4)
        {
            throw new ArgumentException($"The layer {layer} has no maps: its output does not have four axes.", nameof(layer));
        }

        TensorBatch output = layer.Model.Activations(image, [layer.OutputTensor], cancellationToken)[0];
        bool channelsLast = ActivationLayout.Of(layer.OutputTensor, layer.Model) == TensorLayout.Nhwc;
        (int channels, int height, int width) = channelsLast
            ? (output.Shape[2], output.Shape[0], output.Shape[1])
            : (output.Shape[0], output.Shape[1], output.Shape[2]);
        return new FeatureMaps(output.Values, layer.Name, channels, height, width, channelsLast);
    }
}
