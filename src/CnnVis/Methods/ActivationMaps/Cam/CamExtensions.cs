using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="Cam"/>.</summary>
public static class CamExtensions
{
    /// <summary>
    /// CAM is the original class activation map, for networks that end in global average pooling and one dense layer: the channels of
    /// the averaged layer, weighted as the dense layer weights their means. Nothing is estimated: the mean of the cells, plus the bias,
    /// is the logit. Positive numbers speak for the target and are what is drawn; negative ones are kept in
    /// <see cref="Heatmap.Values"/>.
    /// </summary>
    /// <remarks>Zhou et al., Learning Deep Features for Discriminative Localization, 2016. Networks without the dense layer, whose
    /// averages are the logits, are taken too. It costs one forward pass up to the layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how several are joined; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen, the network does not end in global
    /// average pooling and one dense layer, or probabilities are explained.</exception>
    /// <exception cref="NoGradientException">Only scores are known, so there are no layers.</exception>
    [MethodInfo(
        "what each place adds to the logit, in networks with global average pooling",
        "1",
        "Zhou et al., Learning Deep Features for Discriminative Localization, 2016",
        NeedsLayers = true)]
    public static Explanation Cam(this Explainer explainer, CamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        CamOptions chosen = options ?? new();
        return explainer.Run(nameof(Cam), chosen, context => CamMethod.Attribute(context, chosen), cancellationToken);
    }
}
