using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>Many small pictures in rows.</summary>
public static class Sheet
{
    /// <summary>Puts pictures in rows; each keeps its proportions.</summary>
    /// <param name="images">The pictures.</param>
    /// <param name="options">How they are laid out; null for the defaults.</param>
    /// <returns>The sheet.</returns>
    public static RgbImage Of(IReadOnlyList<RgbImage> images, SheetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        SheetOptions chosen = options ?? new();
        chosen.Validate();
        if (images.Count == 0)
        {
            throw new ArgumentException("There is no picture for the sheet.", nameof(images));
        }

        RgbImage[] cells = [.. images.Select(image => FitInto(image, chosen.CellSize))];
        (int cellWidth, int cellHeight) = (cells.Max(cell => cell.Width), cells.Max(cell => cell.Height));
        int columns = Math.Min(chosen.Columns ?? (int)Math.Ceiling(Math.Sqrt(cells.Length)), cells.Length);
        int rows = (cells.Length + columns - 1) / columns;
        var canvas = new Canvas(
            (columns * (cellWidth + chosen.Gap)) + chosen.Gap, (rows * (cellHeight + chosen.Gap)) + chosen.Gap, 255);
        for (int i = 0; i < cells.Length; i++)
        {
            int left = chosen.Gap + (i % columns * (cellWidth + chosen.Gap)) + ((cellWidth - cells[i].Width) / 2);
            int top = chosen.Gap + (i / columns * (cellHeight + chosen.Gap)) + ((cellHeight - cells[i].Height) / 2);
            canvas.Draw(cells[i], left, top);
        }

        return canvas.ToImage();
    }

    private static RgbImage FitInto(RgbImage image, int size)
    {
        (int width, int height) = PictureSize.For(image.Width, image.Height, size);
        return image.Resize(width, height);
    }
}
