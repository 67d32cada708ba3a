using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="Gradient"/>.</summary>
public static class GradientExtensions
{
    /// <summary>
    /// The gradient shows what the score is sensitive to: how much it changes when an element of the input is raised a little. Signed, in the
    /// unit of the score for one unit of the input; it says where a small change matters, not what was there. One number for each element of
    /// the input (<see cref="Heatmap.Elements"/>), and their sums over the channels.
    /// </summary>
    /// <remarks>Simonyan, Vedaldi and Zisserman, Deep Inside Convolutional Networks, 2014, without the absolute value. It costs one forward
    /// and, for each target, one backward pass: about 2.5 forward passes in all.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Nothing to choose yet; null.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    [MethodInfo(
        "which pixels a small change would matter for",
        "about 2.5",
        "Simonyan, Vedaldi and Zisserman, Deep Inside Convolutional Networks, 2014",
        NeedsGradients = true)]
    public static Explanation Gradient(this Explainer explainer, GradientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        return explainer.Run(nameof(Gradient), options ?? new(), GradientMethod.Attribute, cancellationToken);
    }
}
