using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="ExcitationBackprop"/>.</summary>
public static class ExcitationBackpropExtensions
{
    /// <summary>
    /// Excitation backpropagation shows what excited the units that led to the score: every layer shares what arrives among the inputs that
    /// raised its output, in proportion (the z+ rule); what lowered it counts nothing. The map has the sign of the score, in its unit.
    /// </summary>
    /// <remarks>Zhang et al., Top-Down Neural Attention by Excitation Backprop, 2016, down to the image as in zennit. It costs one forward and, for
    /// each target, one backward pass.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">What becomes of biases; null for the default.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="NoGradientException">Relevance cannot pass a node; the message names it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "what excited the units that led to the score",
        "4 to 10",
        "Zhang et al., Top-Down Neural Attention by Excitation Backprop, 2016",
        NeedsGradients = true)]
    public static Explanation ExcitationBackprop(
        this Explainer explainer, ExcitationBackpropOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        options ??= new();
        return explainer.Run(nameof(ExcitationBackprop), options, new RelevanceMethod(options.ToSettings()).Attribute, cancellationToken);
    }
}
