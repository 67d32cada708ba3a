using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="FiniteDifferences"/>.</summary>
public static class FiniteDifferencesExtensions
{
    /// <summary>
    /// Finite differences show what <see cref="GradientExtensions.Gradient"/> shows, for models that cannot be differentiated: how much the
    /// score changes when a block of the image is made a little brighter or darker. It needs nothing but scores. A pixel has its block's
    /// slope divided by the block's pixels: the mean over the block of the gradient, summed over the channels.
    /// </summary>
    /// <remarks>Central differences; with random directions the simultaneous perturbation of Spall, Multivariate Stochastic Approximation
    /// Using a Simultaneous Perturbation Gradient Approximation, 1992. It costs two forward passes for each block or direction.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Blocks or segments, step, random directions; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's height and width for each target.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the segments do not fit the image.</exception>
    [MethodInfo(
        "the gradient in blocks, for models that cannot be differentiated",
        "2 for each block: 512",
        "Spall, Multivariate Stochastic Approximation Using a Simultaneous Perturbation Gradient Approximation, 1992")]
    public static Explanation FiniteDifferences(
        this Explainer explainer, FiniteDifferencesOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        FiniteDifferencesOptions chosen = options ?? new();
        chosen.Validate(explainer.InputShape);
        return explainer.Run(nameof(FiniteDifferences), chosen, new FiniteDifferencesMethod(chosen).Attribute, cancellationToken);
    }
}
