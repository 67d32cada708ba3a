using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="EigenCam"/>.</summary>
public static class EigenCamExtensions
{
    /// <summary>
    /// Eigen-CAM shows what stands out in a layer, whatever the class: each cell's channels projected on the direction in which the
    /// cells differ most. It needs neither gradients nor scores, and the map is the same for every target. In the unit of the
    /// activations; the sign is chosen so that the map rises with the mean of the channels.
    /// </summary>
    /// <remarks>Muhammad and Yeasin, Eigen-CAM: Class Activation Map using Principal Components, 2020, with the mean of the cells taken
    /// off first. It costs one forward pass up to the layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how several are joined; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen.</exception>
    /// <exception cref="NoGradientException">Only scores are known, so there are no layers.</exception>
    [MethodInfo(
        "what stands out in a layer, whatever the class",
        "1",
        "Muhammad and Yeasin, Eigen-CAM: Class Activation Map using Principal Components, 2020",
        NeedsLayers = true)]
    public static Explanation EigenCam(this Explainer explainer, EigenCamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        EigenCamOptions chosen = options ?? new();
        return explainer.Run(nameof(EigenCam), chosen, context => EigenCamMethod.Attribute(context, chosen), cancellationToken);
    }
}
