using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="Lime"/>.</summary>
public static class LimeExtensions
{
    /// <summary>
    /// LIME shows a simple model of the model near this image: it hides random halves of the image's segments, and fits a sum with one
    /// coefficient for each segment to the scores. Positive: showing the segment raises the score, it speaks for the target; negative: it
    /// speaks against. In the unit of the score; each pixel has its segment's coefficient. A note says how well the sum fits (R^2, 1 is
    /// perfect): where it fits badly, the coefficients say little.
    /// </summary>
    /// <remarks>Ribeiro, Singh and Guestrin, "Why Should I Trust You?": Explaining the Predictions of Any Classifier, 2016. It costs one
    /// forward pass for each sample. LIME's own program explains probabilities: <c>For(Target.Top.As(ScoreKind.Probability))</c>.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Segments, samples, kernel width, penalty, baseline, seed; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's height and width for each target.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the segments do not fit the image.</exception>
    [MethodInfo(
        "a weighted sum of the image's segments that behaves like the model nearby",
        "1 for each sample: 1000",
        "Ribeiro, Singh and Guestrin, \"Why Should I Trust You?\": Explaining the Predictions of Any Classifier, 2016")]
    public static Explanation Lime(this Explainer explainer, LimeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        LimeOptions chosen = options ?? new();
        chosen.Validate(explainer.InputShape);
        return explainer.Run(nameof(Lime), chosen, new LimeMethod(chosen).Attribute, cancellationToken);
    }
}
