using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="FinerCam"/>.</summary>
public static class FinerCamExtensions
{
    /// <summary>
    /// Finer-CAM shows what tells a class from those that look like it: Grad-CAM of the class's lead over the classes whose logits are
    /// nearest to its own, each weighted by its probability. What they share falls away; a bird's beak remains where Grad-CAM marks the
    /// bird. Positive numbers speak for the target and are what is drawn; negative ones are kept in <see cref="Heatmap.Values"/>.
    /// </summary>
    /// <remarks>Zhang et al., Finer-CAM: Spotting the Difference Reveals Finer Details for Visual Explanation, 2025. It costs one
    /// forward pass and, for each target, a backward pass from the scores to the layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how many similar classes count; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen, an option is out of its range, or the
    /// target is not the logit of one class among several.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated down to the layer, or only its scores are known.</exception>
    [MethodInfo(
        "what tells a class from those that look like it",
        "about 2",
        "Zhang et al., Finer-CAM: Spotting the Difference Reveals Finer Details for Visual Explanation, 2025",
        NeedsGradients = true,
        NeedsLayers = true)]
    public static Explanation FinerCam(this Explainer explainer, FinerCamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        FinerCamOptions chosen = options ?? new();
        chosen.Validate();
        return FinerCamMethod.Explain(explainer, chosen, cancellationToken);
    }
}
