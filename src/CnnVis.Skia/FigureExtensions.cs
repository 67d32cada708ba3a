using CnnVis.Skia.Figures;

namespace CnnVis.Skia;

/// <summary>Makes figures of explanations.</summary>
public static class FigureExtensions
{
    /// <summary>
    /// A figure of an explanation for somebody who has never heard of saliency: what the model says, the picture, the map with the numbers behind its colours, how it was
    /// made. It can be saved as SVG, PDF or picture.
    /// </summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="options">What is shown and how; null for the defaults.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or a view needs a picture and there is none.</exception>
    public static Figure Figure(this Explanation explanation, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        FigureOptions chosen = options ?? new();
        chosen.Validate(explanation);
        return ExplanationFigure.Of(explanation, chosen);
    }

    /// <summary>A figure of what several methods say about one image, side by side.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="options">How it is drawn; null for the defaults. Columns without words get the methods' names.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static Figure Figure(this Comparison comparison, FigureGridOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        FigureGridOptions chosen = options ?? new();
        return FigureGrid.Of([comparison.Explanations], chosen.Columns.Count > 0 ? chosen : chosen with { Columns = comparison.Names });
    }

    /// <summary>Says in a line how an explanation was made: method, options, target with its score, model, passes, and what a reader should know.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="target">Which target, in the order of <see cref="Explanation.Targets"/>.</param>
    /// <returns>The line; the same for the same explanation, so it says nothing of time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target.</exception>
    public static string Describe(this Explanation explanation, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return target >= 0 && target < explanation.Targets.Count
            ? ExplanationWords.Description(explanation, target)
            : throw new ArgumentOutOfRangeException(nameof(target), target, $"The explanation has {explanation.Targets.Count} targets.");
    }

    /// <summary>Keeps a picture where the evidence is and blurs or darkens the rest.</summary>
    /// <param name="explanation">The explanation of a picture.</param>
    /// <param name="options">How much is kept; null for the defaults.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or there is no picture.</exception>
    public static RgbImage Masked(this Explanation explanation, EvidenceOptions? options = null) => View(explanation, MapView.Masked, options);

    /// <summary>Draws lines on the picture within which given shares of the evidence lie.</summary>
    /// <param name="explanation">The explanation of a picture.</param>
    /// <param name="options">Which shares; null for the defaults.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or there is no picture.</exception>
    public static RgbImage Contours(this Explanation explanation, EvidenceOptions? options = null) => View(explanation, MapView.Contours, options);

    /// <summary>Outlines the regions with most evidence and says how much each of them holds.</summary>
    /// <param name="explanation">The explanation of a picture.</param>
    /// <param name="options">How many, and how much they hold together; null for the defaults.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or there is no picture.</exception>
    public static RgbImage TopRegions(this Explanation explanation, EvidenceOptions? options = null) => View(explanation, MapView.Regions, options);

    private static RgbImage View(Explanation explanation, MapView view, EvidenceOptions? options)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        EvidenceOptions chosen = options ?? new();
        chosen.Validate(explanation);
        return EvidencePicture.Of(explanation, view, chosen);
    }
}
