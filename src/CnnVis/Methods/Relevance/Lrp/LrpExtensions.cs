using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="Lrp"/>.</summary>
public static class LrpExtensions
{
    /// <summary>
    /// Layer-wise relevance propagation shows where the score comes from: it starts as relevance at the output and goes backwards, each layer
    /// sharing what arrives among its inputs by rules that the composite chooses. Positive: the pixel speaks for the target; negative: against it.
    /// In the unit of the score, and what biases absorb aside, the map adds up to it; a note says how much arrived.
    /// </summary>
    /// <remarks>
    /// <para>Bach et al., On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance Propagation, 2015; composites as in
    /// zennit. It costs one forward and, for each target, one backward pass: measured in forward passes 2.5 (epsilon) to 5.5 (alpha 2, beta 1) on VGG, and 5 to 12 on MobileNetV2.</para>
    /// <para>BatchNormalization, and other scaling by constants, is merged into the layer before it first. Where an activation is between, as
    /// in DenseNet, it passes relevance as activations do. Averages and sums share by contribution, maxima give all to the winner. In
    /// products of two computed tensors the signal takes all and gates, attention and divisors get nothing; where neither is a gate each gets half.
    /// Normalisations and softmax pass.</para>
    /// </remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Composite, its numbers and what becomes of biases; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or means nothing for the composite.</exception>
    /// <exception cref="NoGradientException">Relevance cannot pass a node; the message names it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "where the score comes from, layer by layer",
        "2.5 to 12",
        "Bach et al., On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance Propagation, 2015",
        NeedsGradients = true)]
    public static Explanation Lrp(this Explainer explainer, LrpOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        options ??= new();
        return explainer.Run(nameof(Lrp), options, new RelevanceMethod(options.ToSettings()).Attribute, cancellationToken);
    }
}
