using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="GradCamPlusPlus"/>.</summary>
public static class GradCamPlusPlusExtensions
{
    /// <summary>
    /// Grad-CAM++ marks several objects of a class, and more of each, where Grad-CAM tends to mark the strongest part: positive
    /// gradients count more the rarer they are in a channel. Positive numbers speak for the target and are what is drawn; negative ones
    /// are kept in <see cref="Heatmap.Values"/>.
    /// </summary>
    /// <remarks>Chattopadhay et al., Grad-CAM++: Improved Visual Explanations for Deep Convolutional Networks, 2018, for the
    /// exponential of the score, of which only the first gradient is needed. It costs one forward pass and, for each target, a backward
    /// pass from the scores to the layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how several are joined; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated down to the layer, or only its scores are known.</exception>
    [MethodInfo(
        "Grad-CAM for several objects of a class",
        "about 2",
        "Chattopadhay et al., Grad-CAM++: Improved Visual Explanations for Deep Convolutional Networks, 2018",
        NeedsGradients = true,
        NeedsLayers = true)]
    public static Explanation GradCamPlusPlus(this Explainer explainer, GradCamPlusPlusOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        GradCamPlusPlusOptions chosen = options ?? new();
        return explainer.Run(nameof(GradCamPlusPlus), chosen, context => GradCamPlusPlusMethod.Attribute(context, chosen), cancellationToken);
    }
}
