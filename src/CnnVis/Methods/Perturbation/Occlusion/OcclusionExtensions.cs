using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="Occlusion"/>.</summary>
public static class OcclusionExtensions
{
    /// <summary>
    /// Occlusion shows where the evidence lies: it hides a window of the image, one place after the other, and sees how far the score falls.
    /// It needs nothing but scores, so it works for every model. Positive: hiding the place lowers the score, it speaks for the target;
    /// negative: it speaks against. In the unit of the score; each pixel has the mean over the windows that cover it.
    /// </summary>
    /// <remarks>Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014, with Captum's treatment of overlaps and borders.
    /// It costs one forward pass for each position of the window.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Window, stride and fill; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's height and width for each target.</returns>
    /// <exception cref="ArgumentException">The window is larger than the image, or the stride larger than the window.</exception>
    [MethodInfo(
        "which places the score falls without",
        "1 for each window: 169",
        "Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014")]
    public static Explanation Occlusion(this Explainer explainer, OcclusionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        OcclusionOptions chosen = (options ?? new()).ForShape(explainer.InputShape);
        return explainer.Run(nameof(Occlusion), chosen, new OcclusionMethod(chosen).Attribute, cancellationToken);
    }
}
