using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="DeepLift"/>.</summary>
public static class DeepLiftExtensions
{
    /// <summary>
    /// DeepLIFT shares out among the elements of the input by how much the image's score differs from that of a baseline: both run through the
    /// network side by side, and each layer hands its difference back to what made it. Where a gradient is 0 because an activation is
    /// saturated, the difference is not. Positive: the element raises the score; negative: it lowers it; in the unit of the score. The map
    /// adds up to the difference of the scores, and a note says by how much it misses. One number for each element of the input
    /// (<see cref="Heatmap.Elements"/>), and their sums over the channels.
    /// </summary>
    /// <remarks>Shrikumar, Greenside and Kundaje, Learning Important Features Through Propagating Activation Differences, 2017: the rescale
    /// rule, at activations one by one, at maxima as in Captum, at products by the mean of both sides, at softmax and normalisations step by
    /// step. An operator without such a rule is refused by name. It costs three forward and, for each target, one backward pass of about
    /// two: five in all.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">The baseline; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="NoGradientException">An operator has no such rule, or only scores are known; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "what each pixel adds to the score, compared with a baseline, in one backward pass",
        "about 5",
        "Shrikumar, Greenside and Kundaje, Learning Important Features Through Propagating Activation Differences, 2017",
        NeedsGradients = true)]
    public static Explanation DeepLift(this Explainer explainer, DeepLiftOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        DeepLiftOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(DeepLift), chosen, new DeepLiftMethod(chosen).Attribute, cancellationToken);
    }
}
