using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="SmoothGrad"/>.</summary>
public static class SmoothGradExtensions
{
    /// <summary>
    /// SmoothGrad shows what the score is sensitive to around the image, not at the one point where it lies: the gradient, or another
    /// attribution, is averaged over noisy copies, in which what belongs to single points cancels out. Sign and unit are those of what is
    /// averaged. One number for each element of the input (<see cref="Heatmap.Elements"/>), and their sums over the channels.
    /// </summary>
    /// <remarks>Smilkov, Thorat and others, SmoothGrad: Removing Noise by Adding Noise, 2017. It costs as much as the attribution for each copy:
    /// about 63 forward passes for 25 gradients.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">How many copies, how much noise, and what is computed for each; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="ArgumentException">An option cannot be used; the message says what is possible.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "which pixels a small change would matter for, with less noise",
        "about 2.5 for each sample: 63",
        "Smilkov, Thorat and others, SmoothGrad: Removing Noise by Adding Noise, 2017",
        NeedsGradients = true)]
    public static Explanation SmoothGrad(this Explainer explainer, SmoothGradOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        SmoothGradOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(SmoothGrad), chosen, new SmoothGradMethod(chosen).Attribute, cancellationToken);
    }
}
