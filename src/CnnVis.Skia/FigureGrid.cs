using CnnVis.Skia.Figures;

namespace CnnVis.Skia;

/// <summary>Explanations in rows and columns: methods by images, layers by images.</summary>
public static class FigureGrid
{
    /// <summary>Makes a figure of a grid.</summary>
    /// <param name="rows">The explanations, all rows of the same length; for example a row for each image with a column for each method.</param>
    /// <param name="options">The words and how it is drawn; null for the defaults.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">Rows differ in length, words do not fit the grid, or an option is out of range.</exception>
    public static Figure Of(IReadOnlyList<IReadOnlyList<Explanation>> rows, FigureGridOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        FigureGridOptions chosen = options ?? new();
        chosen.Validate(rows);
        return GridFigure.Of(rows, chosen);
    }
}
