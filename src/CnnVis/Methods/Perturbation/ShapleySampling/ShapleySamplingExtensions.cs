using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="ShapleySampling"/>.</summary>
public static class ShapleySamplingExtensions
{
    /// <summary>
    /// Shapley sampling estimates the same fair division of the score among the image's segments as <see cref="KernelShapExtensions.KernelShap"/>,
    /// from random orders: the segments appear one after the other, and each gets what the score rises when it appears. Positive: the segment
    /// speaks for the target; negative: it speaks against. In the unit of the score; each pixel has its segment's value, and the segments'
    /// values add up exactly to the score of the image minus that of the baseline, however few the orders.
    /// </summary>
    /// <remarks>Castro, Gomez and Tejada, Polynomial Calculation of the Shapley Value Based on Sampling, 2009; Strumbelj and Kononenko, An
    /// Efficient Explanation of Individual Classifications Using Game Theory, 2010; orders backwards after Mitchell, Cooper, Frank and Holmes,
    /// Sampling Permutations for Shapley Value Estimation, 2022. It costs about one forward pass for each segment and order.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Segments, orders, baseline, seed; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's height and width for each target.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the segments do not fit the image.</exception>
    [MethodInfo(
        "a fair division of the score among the image's segments, from random orders",
        "1 for each segment and order: 1200",
        "Castro, Gomez and Tejada, Polynomial Calculation of the Shapley Value Based on Sampling, 2009")]
    public static Explanation ShapleySampling(
        this Explainer explainer, ShapleySamplingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        ShapleySamplingOptions chosen = options ?? new();
        chosen.Validate(explainer.InputShape);
        return explainer.Run(nameof(ShapleySampling), chosen, new ShapleySamplingMethod(chosen).Attribute, cancellationToken);
    }
}
