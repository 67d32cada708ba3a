using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="XGradCam"/>.</summary>
public static class XGradCamExtensions
{
    /// <summary>
    /// XGrad-CAM is Grad-CAM with the gradient averaged where the channel is active: weighted by the activation instead of evenly. The
    /// weights come as near as they can to what the score loses when a channel is removed, and to adding up to the score. Positive
    /// numbers speak for the target and are what is drawn; negative ones are kept in <see cref="Heatmap.Values"/>.
    /// </summary>
    /// <remarks>Fu et al., Axiom-based Grad-CAM: Towards Accurate Visualization and Explanation of CNNs, 2020. It costs one forward
    /// pass and, for each target, a backward pass from the scores to the layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how several are joined; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated down to the layer, or only its scores are known.</exception>
    [MethodInfo(
        "Grad-CAM with gradients counted where the channel is active",
        "about 2",
        "Fu et al., Axiom-based Grad-CAM: Towards Accurate Visualization and Explanation of CNNs, 2020",
        NeedsGradients = true,
        NeedsLayers = true)]
    public static Explanation XGradCam(this Explainer explainer, XGradCamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        XGradCamOptions chosen = options ?? new();
        return explainer.Run(nameof(XGradCam), chosen, context => XGradCamMethod.Attribute(context, chosen), cancellationToken);
    }
}
