using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="KernelShap"/>.</summary>
public static class KernelShapExtensions
{
    /// <summary>
    /// Kernel SHAP shares the score out among the image's segments, as a fair division of what a team earned: each segment gets what it adds
    /// on average over all teams of others (its Shapley value). Positive: the segment speaks for the target; negative: it speaks against. In
    /// the unit of the score; each pixel has its segment's value, and the segments' values add up exactly to the score of the image minus
    /// that of the baseline.
    /// </summary>
    /// <remarks>Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017; complements together after Covert and Lee,
    /// Improving KernelSHAP, 2021. It costs one forward pass for each coalition. With few segments all coalitions are scored and the values
    /// are exact; a note says so.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Segments, samples, baseline, seed; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's height and width for each target.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the segments do not fit the image.</exception>
    [MethodInfo(
        "a fair division of the score among the image's segments (Shapley values)",
        "1 for each coalition: 2048",
        "Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017")]
    public static Explanation KernelShap(this Explainer explainer, KernelShapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        KernelShapOptions chosen = options ?? new();
        chosen.Validate(explainer.InputShape);
        return explainer.Run(nameof(KernelShap), chosen, new KernelShapMethod(chosen).Attribute, cancellationToken);
    }
}
