using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>The positions of a sliding window. The last one in each direction is cut off at the border, so every pixel is covered.</summary>
internal sealed class WindowGrid(int height, int width, WindowSize window, WindowSize stride)
{
    public WindowPositions Rows { get; } = new(height, window.Height, stride.Height);

    public WindowPositions Columns { get; } = new(width, window.Width, stride.Width);

    public int Count => Rows.Count * Columns.Count;

    public PixelRectangle this[int index]
    {
        get
        {
            CellSpan rows = Rows[index / Columns.Count];
            CellSpan columns = Columns[index % Columns.Count];
            return new PixelRectangle(columns.Start, rows.Start, columns.Length, rows.Length);
        }
    }

    public static void RefuseImpossible(int height, int width, WindowSize window, WindowSize stride)
    {
        if (window.Height < 1 || window.Width < 1 || stride.Height < 1 || stride.Width < 1)
        {
            throw new ArgumentException($"Window {window} and stride {stride} must be at least 1.");
        }

        if (window.Height > height || window.Width > width)
        {
            throw new ArgumentException($"The window {window} is larger than the image of {height}x{width} that the model reads.");
        }

        if ((stride.Height > window.Height && window.Height < height) || (stride.Width > window.Width && window.Width < width))
        {
            throw new ArgumentException($"The stride {stride} is larger than the window {window}, so some pixels would never be hidden.");
        }
    }
}
