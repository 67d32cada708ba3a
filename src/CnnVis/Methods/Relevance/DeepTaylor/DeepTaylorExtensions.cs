using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="DeepTaylor"/>.</summary>
public static class DeepTaylorExtensions
{
    /// <summary>
    /// Deep Taylor decomposition shows which pixels the score rests on: every layer shares what arrives among the inputs that raised its output (the
    /// z+ rule), and the first layers by how far pixels are from the bounds of the image. The map has the sign of the score, in its unit.
    /// </summary>
    /// <remarks>Montavon et al., Explaining Nonlinear Classification Decisions with Deep Taylor Decomposition, 2017. It costs one forward and, for
    /// each target, one backward pass.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">The treatment of the first layers and of biases; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="ArgumentException">The bounds are no range, or mean nothing.</exception>
    /// <exception cref="NoGradientException">Relevance cannot pass a node; the message names it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "which pixels the score rests on",
        "4 to 10",
        "Montavon et al., Explaining Nonlinear Classification Decisions with Deep Taylor Decomposition, 2017",
        NeedsGradients = true)]
    public static Explanation DeepTaylor(this Explainer explainer, DeepTaylorOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        options ??= new();
        return explainer.Run(nameof(DeepTaylor), options, new RelevanceMethod(options.ToSettings()).Attribute, cancellationToken);
    }
}
