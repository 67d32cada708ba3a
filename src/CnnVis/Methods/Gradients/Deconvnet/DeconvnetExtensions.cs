using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="Deconvnet"/>.</summary>
public static class DeconvnetExtensions
{
    /// <summary>
    /// A deconvolutional network shows what picture the features that speak for the target would draw: the network runs backwards, and every
    /// ReLU lets what is positive through, whether it fired or not. Like guided backpropagation it follows the image's edges more than the
    /// target. Signed, in no unit. Other activations than ReLUs keep their gradient.
    /// </summary>
    /// <remarks>Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014. It costs one forward and, for each target, one
    /// backward pass: about 2.5 forward passes in all.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Which activations are changed; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the input's shape for each target; a note says so where the model has no ReLU.</returns>
    /// <exception cref="ArgumentException">The option does not exist.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "what the features that speak for the target would draw",
        "about 2.5",
        "Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014",
        NeedsGradients = true)]
    public static Explanation Deconvnet(this Explainer explainer, DeconvnetOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        DeconvnetOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(Deconvnet), chosen, new DeconvnetMethod(chosen).Attribute, cancellationToken);
    }
}
