using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="FeatureAblation"/>.</summary>
public static class FeatureAblationExtensions
{
    /// <summary>
    /// Feature ablation shows what each part of the image is worth to the score while all others are there: it hides one segment after the
    /// other and sees how far the score falls. It needs nothing but scores. Positive: the score falls without the segment, it speaks for the
    /// target; negative: it speaks against. In the unit of the score; each pixel has the number of its segment. Evidence that is there twice
    /// counts for little, because the other copy remains.
    /// </summary>
    /// <remarks>Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014, with segments instead of windows, as in
    /// Captum. It costs one forward pass for each segment.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Segments and baseline; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's height and width for each target.</returns>
    /// <exception cref="ArgumentException">Two different grids were given, or the segments do not fit the image.</exception>
    [MethodInfo(
        "what each part of the image is worth while all others are there",
        "1 for each segment: 49",
        "Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014")]
    public static Explanation FeatureAblation(
        this Explainer explainer, FeatureAblationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        FeatureAblationOptions chosen = (options ?? new()).ForShape(explainer.InputShape);
        return explainer.Run(nameof(FeatureAblation), chosen, new FeatureAblationMethod(chosen).Attribute, cancellationToken);
    }
}
