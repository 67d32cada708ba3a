using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="LayerCam"/>.</summary>
public static class LayerCamExtensions
{
    /// <summary>
    /// Layer-CAM weights each cell of each channel by its own gradient where that is positive, so that it also gives sharp maps of
    /// early, finer layers; several layers can be joined. In the unit of the score. Positive numbers speak for the target and are what
    /// is drawn; negative ones are kept in <see cref="Heatmap.Values"/>.
    /// </summary>
    /// <remarks>Jiang et al., LayerCAM: Exploring Hierarchical Class Activation Maps for Localization, 2021. It costs one forward pass
    /// and, for each target, a backward pass from the scores to the layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how several are joined; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated down to the layer, or only its scores are known.</exception>
    [MethodInfo(
        "finer maps, also of early layers: positive gradients cell by cell",
        "about 2",
        "Jiang et al., LayerCAM: Exploring Hierarchical Class Activation Maps for Localization, 2021",
        NeedsGradients = true,
        NeedsLayers = true)]
    public static Explanation LayerCam(this Explainer explainer, LayerCamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        LayerCamOptions chosen = options ?? new();
        return explainer.Run(nameof(LayerCam), chosen, context => LayerCamMethod.Attribute(context, chosen), cancellationToken);
    }
}
