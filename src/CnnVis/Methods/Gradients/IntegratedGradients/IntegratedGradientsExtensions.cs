using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="IntegratedGradients"/>.</summary>
public static class IntegratedGradientsExtensions
{
    /// <summary>
    /// Integrated gradients share out among the elements of the input by how much the image's score differs from that of a baseline, which
    /// stands for an image without evidence: the gradients on the straight way between them are averaged and multiplied by the way. Positive:
    /// the element raises the score; negative: it lowers it; in the unit of the score. The map adds up to the difference of the scores, and a
    /// note says by how much it misses. Where image and baseline agree it is 0, so the baseline decides what can be seen. One number for each
    /// element of the input (<see cref="Heatmap.Elements"/>), and their sums over the channels.
    /// </summary>
    /// <remarks>Sundararajan, Taly and Yan, Axiomatic Attribution for Deep Networks, 2017. It costs a forward and, for each target, a backward
    /// pass for each step and baseline: about 125 forward passes for the 50 steps of the defaults.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Steps, quadrature, baselines and a bound on the gap; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="ArgumentException">An option cannot be used; the message says what is possible.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "what each pixel adds to the score, compared with a baseline",
        "about 2.5 for each step: 125",
        "Sundararajan, Taly and Yan, Axiomatic Attribution for Deep Networks, 2017",
        NeedsGradients = true)]
    public static Explanation IntegratedGradients(
        this Explainer explainer, IntegratedGradientsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        IntegratedGradientsOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(IntegratedGradients), chosen, new IntegratedGradientsMethod(chosen).Attribute, cancellationToken);
    }
}
