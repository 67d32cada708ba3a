using CnnVis.Features.Surveys;

namespace CnnVis;

/// <summary>The verb <see cref="Survey(Layer, IEnumerable{ImageSource}, SurveyOptions?, IProgress{ExplanationProgress}?, CancellationToken)"/>.</summary>
public static class SurveyExtensions
{
    /// <summary>
    /// Shows many images to a layer and keeps what excites its channels: the strongest patches of each, histograms, class averages, and features by
    /// which images can be compared. It costs one forward pass for each image; beside the features, a number for each image and channel, memory does
    /// not grow with the number of images. The next pictures are read while the network runs; one that cannot be read is skipped and reported.
    /// </summary>
    /// <remarks>Patches that excite a channel most: Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014.</remarks>
    /// <param name="layer">The layer: maps, the tokens of a transformer, or the units of a dense layer.</param>
    /// <param name="images">The pictures.</param>
    /// <param name="options">What is kept; null for the defaults.</param>
    /// <param name="progress">Hears of every batch; null for nobody.</param>
    /// <param name="cancellationToken">Cancels it within a batch.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentException">There is no image, the layer has no channels, or an option is out of range.</exception>
    /// <exception cref="CnnVisException">None of the images can be read.</exception>
    public static Survey Survey(
        this Layer layer,
        IEnumerable<ImageSource> images,
        SurveyOptions? options = null,
        IProgress<ExplanationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Model.Survey(layer, images, options, progress, cancellationToken)[0];
    }

    /// <summary>Shows many images to several layers in the same pass.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layers">The layers, themselves or their names: maps, tokens of a transformer, or units of dense layers.</param>
    /// <param name="images">The pictures.</param>
    /// <param name="options">What is kept; null for the defaults.</param>
    /// <param name="progress">Hears of every batch; null for nobody.</param>
    /// <param name="cancellationToken">Cancels it within a batch.</param>
    /// <returns>What was found, for each layer once, in order.</returns>
    /// <exception cref="ArgumentException">There is no image, a name names no layer or several, a layer has no channels, or an option is out of range.</exception>
    /// <exception cref="CnnVisException">None of the images can be read.</exception>
    public static IReadOnlyList<Survey> Survey(
        this CnnModel model,
        LayerSelection layers,
        IEnumerable<ImageSource> images,
        SurveyOptions? options = null,
        IProgress<ExplanationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(images);
        using Runtime.RunGate.Pass pass = model.EnterPass();
        return SurveyRun.Run(model, [.. layers.In(model).Select(layer => layer.Layer)], [.. images], options ?? new(), progress, cancellationToken);
    }
}
