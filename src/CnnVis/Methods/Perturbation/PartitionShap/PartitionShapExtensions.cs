using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="PartitionShap"/>.</summary>
public static class PartitionShapExtensions
{
    /// <summary>
    /// Partition SHAP shares the score out among the halves of the image, their halves, and so on, fairly at each step, and looks closest where
    /// most of the score lies: fine detail for few passes. Positive: the place speaks for the target; negative: it speaks against. In the unit
    /// of the score for one pixel: the pixels' numbers add up exactly to the score of the image minus that of the baseline, and a part that
    /// was not divided any further has the same number everywhere.
    /// </summary>
    /// <remarks>Owen, Values of Games with A Priori Unions, 1977; Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017,
    /// as in SHAP's partition explainer. It costs at most <see cref="PartitionShapOptions.MaxEvaluations"/> forward passes for each target;
    /// targets share those that they have in common.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Evaluations, baseline, smallest parts; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's height and width for each target.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the segments do not fit the image.</exception>
    [MethodInfo(
        "a fair division of the score among halves of the image, finest where most of it lies (Owen values)",
        "500",
        "Owen, Values of Games with A Priori Unions, 1977")]
    public static Explanation PartitionShap(
        this Explainer explainer, PartitionShapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        PartitionShapOptions chosen = options ?? new();
        chosen.Validate(explainer.InputShape);
        return explainer.Run(nameof(PartitionShap), chosen, new PartitionShapMethod(chosen).Attribute, cancellationToken);
    }
}
