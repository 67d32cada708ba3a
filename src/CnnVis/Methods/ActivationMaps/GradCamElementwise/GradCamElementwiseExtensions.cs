using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="GradCamElementwise"/>.</summary>
public static class GradCamElementwiseExtensions
{
    /// <summary>
    /// Grad-CAM cell by cell: gradient times activation where the product speaks for the target, summed over the channels. Evidence
    /// against the target is left out before it could cancel evidence for it, so the map is nowhere negative. In the unit of the score.
    /// </summary>
    /// <remarks>Pillai and Pirsiavash, Explainable Models with Consistent Interpretations, 2021. It costs one forward pass and, for
    /// each target, a backward pass from the scores to the layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how several are joined; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated down to the layer, or only its scores are known.</exception>
    [MethodInfo(
        "the cells with evidence for the target, evidence against it not subtracted",
        "about 2",
        "Pillai and Pirsiavash, Explainable Models with Consistent Interpretations, 2021",
        NeedsGradients = true,
        NeedsLayers = true)]
    public static Explanation GradCamElementwise(this Explainer explainer, GradCamElementwiseOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        GradCamElementwiseOptions chosen = options ?? new();
        return explainer.Run(nameof(GradCamElementwise), chosen, context => GradCamElementwiseMethod.Attribute(context, chosen), cancellationToken);
    }
}
