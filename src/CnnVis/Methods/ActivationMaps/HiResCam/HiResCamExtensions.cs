using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="HiResCam"/>.</summary>
public static class HiResCamExtensions
{
    /// <summary>
    /// HiResCAM shows the cells of a layer that the score really depends on: gradient times activation in each cell, summed over the
    /// channels. Where Grad-CAM averages the gradient over the image, and can mark places that the score does not depend on, this does
    /// not. In the unit of the score; if nothing but one dense layer follows, the cells add up to the score without its bias. Positive
    /// numbers speak for the target and are what is drawn; negative ones are kept in <see cref="Heatmap.Values"/>.
    /// </summary>
    /// <remarks>Draelos and Carin, Use HiResCAM Instead of Grad-CAM for Faithful Explanations of Convolutional Neural Networks, 2020.
    /// It costs one forward pass and, for each target, a backward pass from the scores to the layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how several are joined; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated down to the layer, or only its scores are known.</exception>
    [MethodInfo(
        "the cells that the score depends on, gradient times activation",
        "about 2",
        "Draelos and Carin, Use HiResCAM Instead of Grad-CAM for Faithful Explanations of Convolutional Neural Networks, 2020",
        NeedsGradients = true,
        NeedsLayers = true)]
    public static Explanation HiResCam(this Explainer explainer, HiResCamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        HiResCamOptions chosen = options ?? new();
        return explainer.Run(nameof(HiResCam), chosen, context => HiResCamMethod.Attribute(context, chosen), cancellationToken);
    }
}
