using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="ScoreCam"/>.</summary>
public static class ScoreCamExtensions
{
    /// <summary>
    /// Score-CAM asks the model instead of its gradients: each channel of a layer, stretched over the image, dims what it does not
    /// mark, and the better the score is then, the more the channel counts. Nothing but scores after the first pass, so saturated
    /// gradients do no harm. The weights of all channels add up to 1: the numbers are in the unit of the activations, and even a class
    /// that the model does not see gets a map.
    /// </summary>
    /// <remarks>Wang et al., Score-CAM: Score-Weighted Visual Explanations for Convolutional Neural Networks, 2020, as pytorch-grad-cam
    /// has it: the preprocessed image is dimmed towards 0, and the score of a blank image is not taken off. It costs one forward pass
    /// for each channel that is not the same everywhere: 1280 on MobileNetV2, unless fewer are asked for.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how many channels are tried; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen, or an option is out of its
    /// range.</exception>
    /// <exception cref="NoGradientException">Only scores are known, so there are no layers.</exception>
    [MethodInfo(
        "where channels lie that keep the score up when all else is dimmed",
        "1 for each channel: 1280 on MobileNetV2",
        "Wang et al., Score-CAM: Score-Weighted Visual Explanations for Convolutional Neural Networks, 2020",
        NeedsLayers = true)]
    public static Explanation ScoreCam(this Explainer explainer, ScoreCamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        ScoreCamOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(ScoreCam), chosen, new ScoreCamMethod(chosen).Attribute, cancellationToken);
    }
}
