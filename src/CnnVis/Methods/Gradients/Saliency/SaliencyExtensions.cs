using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="Saliency"/>.</summary>
public static class SaliencyExtensions
{
    /// <summary>
    /// Saliency shows which pixels the score is sensitive to, whatever the direction: the absolute value of the gradient, of each pixel's
    /// strongest channel. Never negative, in the unit of the score for one unit of the input; it says where a small change matters, neither
    /// what was there nor whether it speaks for or against.
    /// </summary>
    /// <remarks>Simonyan, Vedaldi and Zisserman, Deep Inside Convolutional Networks, 2014. It costs one forward and, for each target, one
    /// backward pass: about 2.5 forward passes in all.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">How channels are put together; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the input's height and width for each target.</returns>
    /// <exception cref="ArgumentException">The reduction does not exist.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "which pixels a small change would matter for, without a sign",
        "about 2.5",
        "Simonyan, Vedaldi and Zisserman, Deep Inside Convolutional Networks, 2014",
        NeedsGradients = true)]
    public static Explanation Saliency(this Explainer explainer, SaliencyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        SaliencyOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(Saliency), chosen, new SaliencyMethod(chosen).Attribute, cancellationToken);
    }
}
