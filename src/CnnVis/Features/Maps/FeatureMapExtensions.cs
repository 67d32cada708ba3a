using CnnVis.Features.Maps;
using CnnVis.Models;
using CnnVis.Runtime;

namespace CnnVis;

/// <summary>The verb <see cref="FeatureMaps(Layer, RgbImage, CancellationToken)"/>.</summary>
public static class FeatureMapExtensions
{
    /// <summary>Computes what a layer makes of a picture. It costs one forward pass up to the layer.</summary>
    /// <param name="layer">The layer; its output must have rows and columns: maps, or the tokens of a transformer.</param>
    /// <param name="image">The picture.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    /// <returns>One map for each channel.</returns>
    /// <exception cref="ArgumentException">The layer's output is not maps.</exception>
    public static FeatureMaps FeatureMaps(this Layer layer, RgbImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Model.FeatureMaps(image, layer, cancellationToken)[0];
    }

    /// <summary>Computes what a layer makes of a tensor.</summary>
    /// <param name="layer">The layer; its output must have rows and columns: maps, or the tokens of a transformer.</param>
    /// <param name="image">One image in the model's own layout.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    /// <returns>One map for each channel.</returns>
    /// <exception cref="ArgumentException">The layer's output is not maps, or the tensor does not hold one image.</exception>
    public static FeatureMaps FeatureMaps(this Layer layer, ImageTensor image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Model.FeatureMaps(image, layer, cancellationToken)[0];
    }

    /// <summary>Computes what several layers make of a picture, in one forward pass.</summary>
    /// <param name="model">The model.</param>
    /// <param name="image">The picture.</param>
    /// <param name="layers">The layers, themselves or their names; the output of each must have rows and columns.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    /// <returns>The maps of each layer, in order.</returns>
    /// <exception cref="ArgumentException">A name names no layer or several, or a layer's output is not maps.</exception>
    public static IReadOnlyList<FeatureMaps> FeatureMaps(
        this CnnModel model, RgbImage image, LayerSelection layers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        (ImageTensor tensor, ImageGeometry geometry) = model.Preprocess(image);
        return Read(model, tensor, layers, layer => new FeatureMapSource(layer, tensor, image, geometry), cancellationToken);
    }

    /// <summary>Computes what several layers make of a tensor, in one forward pass.</summary>
    /// <param name="model">The model.</param>
    /// <param name="image">One image in the model's own layout.</param>
    /// <param name="layers">The layers, themselves or their names; the output of each must have rows and columns.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    /// <returns>The maps of each layer, in order.</returns>
    /// <exception cref="ArgumentException">A name names no layer or several, a layer's output is not maps, or the tensor does not hold one image.</exception>
    public static IReadOnlyList<FeatureMaps> FeatureMaps(
        this CnnModel model, ImageTensor image, LayerSelection layers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(image);
        return Read(model, image, layers, layer => new FeatureMapSource(layer, image, null, null), cancellationToken);
    }

    private static FeatureMaps[] Read(
        CnnModel model, ImageTensor image, LayerSelection layers, Func<Layer, FeatureMapSource> sourceOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (image.Count != 1)
        {
            throw new ArgumentException($"The tensor holds {image.Count} images; give one.", nameof(image));
        }

        Layer[] chosen = [.. layers.In(model).Select(layer => layer.Layer)];
        var grids = new FeatureGrids(model);
        foreach (Layer layer in chosen.Where(layer => grids.Of(layer.OutputTensor) is null))
        {
            throw new ArgumentException($"The layer {layer} has no maps: its output has no rows and columns.", nameof(layers));
        }

        TensorBatch[] outputs = model.Activations(image, [.. chosen.Select(layer => layer.OutputTensor)], cancellationToken);
        return [.. chosen.Zip(outputs, (layer, output) => new FeatureMaps(output.Values, GridOf(layer, output), sourceOf(layer)))];

        FeatureGrid GridOf(Layer layer, TensorBatch output) => grids.Of(layer.OutputTensor, output.Shape)
            ?? throw new ArgumentException(
                $"The layer {layer} has no maps for an image of {image.Shape.Height}x{image.Shape.Width}: its output [{string.Join(',', output.Shape)}] has no rows and columns.",
                nameof(image));
    }
}
