using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="GuidedBackprop"/>.</summary>
public static class GuidedBackpropExtensions
{
    /// <summary>
    /// Guided backpropagation shows the edges and textures that the network's features respond to: the gradient, of which every ReLU lets only
    /// positive parts back through features that fired. The maps are sharp, but they follow the image's edges more than the target: two
    /// classes look alike, so do not compare classes by it. Signed, in no unit. Other activations than ReLUs keep their gradient.
    /// </summary>
    /// <remarks>Springenberg, Dosovitskiy, Brox and Riedmiller, Striving for Simplicity, 2015. What it depends on: Adebayo and others, Sanity Checks
    /// for Saliency Maps, 2018. It costs one forward and, for each target, one backward pass: about 2.5 forward passes in all.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Which activations are changed; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the input's shape for each target; a note says so where the model has no ReLU.</returns>
    /// <exception cref="ArgumentException">The option does not exist.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "which edges and textures the network's features respond to",
        "about 2.5",
        "Springenberg, Dosovitskiy, Brox and Riedmiller, Striving for Simplicity, 2015",
        NeedsGradients = true)]
    public static Explanation GuidedBackprop(
        this Explainer explainer, GuidedBackpropOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        GuidedBackpropOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(GuidedBackprop), chosen, new GuidedBackpropMethod(chosen).Attribute, cancellationToken);
    }
}
