namespace CnnVis.Models;

/// <summary>How a tensor's cells lie in memory: planes of rows of columns of numbers.</summary>
/// <param name="Planes">The channels where they come first, else 1.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Depth">The channels where they come last, else 1.</param>
internal readonly record struct CellLayout(int Planes, int Rows, int Columns, int Depth)
{
    public int Length => Planes * Rows * Columns * Depth;

    /// <summary>Copies a rectangle of cells out of this layout into another.</summary>
    public void Copy(ReadOnlySpan<float> source, PixelRectangle cells, CellLayout to, Span<float> destination, int top, int left)
    {
        int length = cells.Width * Depth;
        if (length == 0)
        {
            return;
        }

        for (int plane = 0; plane < Planes; plane++)
        {
            for (int row = 0; row < cells.Height; row++)
            {
                int from = ((((plane * Rows) + cells.Top + row) * Columns) + cells.Left) * Depth;
                int start = ((((plane * to.Rows) + top + row) * to.Columns) + left) * Depth;
                source.Slice(from, length).CopyTo(destination[start..]);
            }
        }
    }
}
