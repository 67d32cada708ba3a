namespace CnnVis.Skia;

/// <summary>Draws comparisons.</summary>
public static class ComparisonPictures
{
    /// <summary>Puts the maps of the compared methods side by side: over the picture where there is one, else alone.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="options">How each map is drawn; null for the defaults.</param>
    /// <param name="sheet">How they are laid out; null for the defaults.</param>
    /// <returns>The sheet, in the order of <see cref="Comparison.Explanations"/>.</returns>
    public static RgbImage Sheet(this Comparison comparison, MapOptions? options = null, SheetOptions? sheet = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return Skia.Sheet.Of(
            [
                .. comparison.Explanations.Select(explanation => explanation is { Picture: not null, Geometry: not null }
                    ? explanation.Overlay(options)
                    : explanation.Heatmap(options)),
            ],
            sheet ?? new() { CellSize = 512 });
    }
}
