using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="RandomCam"/>.</summary>
public static class RandomCamExtensions
{
    /// <summary>
    /// Random-CAM is a control, no explanation: the channels of a layer with random weights from -1 to 1. A method that marks no more
    /// than this has learned the layer and not the class. It is the same for every target.
    /// </summary>
    /// <remarks>For the reason see Adebayo et al., Sanity Checks for Saliency Maps, 2018. It costs one forward pass up to the
    /// layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers and seed; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen.</exception>
    /// <exception cref="NoGradientException">Only scores are known, so there are no layers.</exception>
    [MethodInfo(
        "nothing: random weights, a control for the other class activation maps",
        "1",
        "Adebayo et al., Sanity Checks for Saliency Maps, 2018",
        NeedsLayers = true)]
    public static Explanation RandomCam(this Explainer explainer, RandomCamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        RandomCamOptions chosen = options ?? new();
        return explainer.Run(nameof(RandomCam), chosen, context => RandomCamMethod.Attribute(context, chosen), cancellationToken);
    }
}
