using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="AblationCam"/>.</summary>
public static class AblationCamExtensions
{
    /// <summary>
    /// Ablation-CAM switches the channels of a layer off one by one and sees what part of the score is lost: that is the channel's
    /// weight. It needs no gradients, so saturated ones do no harm. The numbers are in the unit of the activations. Positive numbers
    /// speak for the target and are what is drawn; negative ones are kept in <see cref="Heatmap.Values"/>.
    /// </summary>
    /// <remarks>Desai and Ramaswamy, Ablation-CAM: Visual Explanations for Deep Convolutional Network via Gradient-free Localization,
    /// 2020. A channel that is 0 everywhere needs no run. It costs a forward pass for each image of a batch, and then, for each
    /// channel, a run of the part of the network after the layer alone.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how many channels are tried; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen, or an option is out of its
    /// range.</exception>
    /// <exception cref="NoGradientException">Only scores are known, so there are no layers.</exception>
    [MethodInfo(
        "where channels lie whose removal lowers the score",
        "8, and what follows the layer for each channel",
        "Desai and Ramaswamy, Ablation-CAM: Visual Explanations for Deep Convolutional Network via Gradient-free Localization, 2020",
        NeedsLayers = true)]
    public static Explanation AblationCam(this Explainer explainer, AblationCamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        AblationCamOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(AblationCam), chosen, context => AblationCamMethod.Attribute(context, chosen), cancellationToken);
    }
}
