using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="SmoothGradSquared"/>.</summary>
public static class SmoothGradSquaredExtensions
{
    /// <summary>
    /// SmoothGrad squared shows where the score is sensitive around the image, whatever the direction: the mean of the squares over noisy
    /// copies, in which large numbers stand out. Never negative, in the square of the unit of what is averaged. It equals the square of
    /// SmoothGrad plus VarGrad. One number for each element of the input (<see cref="Heatmap.Elements"/>), and their sums over the channels.
    /// </summary>
    /// <remarks>Hooker, Erhan, Kindermans and Kim, A Benchmark for Interpretability Methods in Deep Neural Networks, 2019. It costs as much as the
    /// attribution for each copy: about 63 forward passes for 25 gradients.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">How many copies, how much noise, and what is computed for each; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="ArgumentException">An option cannot be used; the message says what is possible.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "where the score is sensitive, large numbers standing out",
        "about 2.5 for each sample: 63",
        "Hooker, Erhan, Kindermans and Kim, A Benchmark for Interpretability Methods in Deep Neural Networks, 2019",
        NeedsGradients = true)]
    public static Explanation SmoothGradSquared(this Explainer explainer, SmoothGradSquaredOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        SmoothGradSquaredOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(SmoothGradSquared), chosen, new SmoothGradSquaredMethod(chosen).Attribute, cancellationToken);
    }
}
