using CnnVis.Features.ReceptiveFields;

namespace CnnVis;

/// <summary>The verbs <see cref="ReceptiveField(Layer)"/> and <c>EffectiveReceptiveField</c>.</summary>
public static class ReceptiveFieldExtensions
{
    /// <summary>What each cell of a layer can see of the model's input, read from the graph.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>The receptive field; null where the layer has no places (each of its numbers sees the whole input) or an operator on the way hides them.</returns>
    public static ReceptiveField? ReceptiveField(this Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return CnnVis.ReceptiveField.Of(layer.Model, layer.OutputTensor);
    }

    /// <summary>
    /// What a cell of a layer really looks at: the mean size of its gradient at each pixel, over some pictures. It is a spot that fades out, most often
    /// far smaller than the receptive field (Luo et al., Understanding the Effective Receptive Field in Deep Convolutional Neural Networks, 2016). It
    /// costs a forward and a backward pass up to the layer for each picture.
    /// </summary>
    /// <param name="layer">The layer; it must have rows and columns.</param>
    /// <param name="images">The pictures; they are read one after the other, and more of them give a smoother spot.</param>
    /// <param name="options">Which cell and channel; null for the middle and all.</param>
    /// <param name="progress">Hears of every picture; null for nobody.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The effective receptive field.</returns>
    /// <exception cref="ArgumentException">There is no picture, the layer has no rows and columns, or no such cell or channel.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated up to the layer.</exception>
    public static EffectiveReceptiveField EffectiveReceptiveField(
        this Layer layer,
        IEnumerable<RgbImage> images,
        EffectiveReceptiveFieldOptions? options = null,
        IProgress<ExplanationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(images);
        return layer.EffectiveReceptiveField(images.Select(layer.Model.ToTensor), options, progress, cancellationToken);
    }

    /// <summary>The same for tensors: see <see cref="EffectiveReceptiveField(Layer, IEnumerable{RgbImage}, EffectiveReceptiveFieldOptions, IProgress{ExplanationProgress}, CancellationToken)"/>.</summary>
    /// <param name="layer">The layer; it must have rows and columns.</param>
    /// <param name="images">Tensors of any number of images in the model's own layout and size.</param>
    /// <param name="options">Which cell and channel; null for the middle and all.</param>
    /// <param name="progress">Hears of every image; null for nobody.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The effective receptive field.</returns>
    /// <exception cref="ArgumentException">There is no image, one does not fit, the layer has no rows and columns, or no such cell or channel.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated up to the layer.</exception>
    public static EffectiveReceptiveField EffectiveReceptiveField(
        this Layer layer,
        IEnumerable<ImageTensor> images,
        EffectiveReceptiveFieldOptions? options = null,
        IProgress<ExplanationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(images);
        using Runtime.RunGate.Pass pass = layer.Model.EnterPass();
        using var gradients = new CellGradients(layer, options ?? new());
        return gradients.Average(images, progress, cancellationToken);
    }
}
