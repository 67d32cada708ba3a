using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="GradCam"/>.</summary>
public static class GradCamExtensions
{
    /// <summary>
    /// Grad-CAM shows which places of the image the last layers found the target in: the channels of a layer, each weighted by how much the
    /// score rises with it. Coarse, but sure of the class. Numbers are those of the layer's cells, in the unit of the score times a cell;
    /// positive ones speak for the target and are what is drawn, negative ones are kept in <see cref="Heatmap.Values"/>.
    /// </summary>
    /// <remarks>Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, 2017. It costs one forward
    /// pass and, for each target, a backward pass from the scores to the layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how several are joined; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated down to the layer, or only its scores are known.</exception>
    [MethodInfo(
        "where the last layers found the target",
        "about 2",
        "Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, 2017",
        NeedsGradients = true,
        NeedsLayers = true)]
    public static Explanation GradCam(this Explainer explainer, GradCamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        GradCamOptions chosen = options ?? new();
        return explainer.Run(nameof(GradCam), chosen, context => GradCamMethod.Attribute(context, chosen), cancellationToken);
    }
}
