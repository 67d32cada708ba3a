namespace CnnVis;

/// <summary>Where the cells of a map lie on the input. All numbers are parts of the input's width or height: 0 is one edge, 1 the other.</summary>
/// <param name="Left">The centre of the first column.</param>
/// <param name="Top">The centre of the first row.</param>
/// <param name="StepX">From one column's centre to the next.</param>
/// <param name="StepY">From one row's centre to the next.</param>
public sealed record CellGrid(double Left, double Top, double StepX, double StepY)
{
    /// <summary>Cells of one size that cover the input from edge to edge.</summary>
    internal static CellGrid Covering(int rows, int columns) => new(0.5 / columns, 0.5 / rows, 1.0 / columns, 1.0 / rows);

    /// <summary>In columns, from the left edge of the first: its centre is at 0.5.</summary>
    internal double ColumnAt(double across) => ((across - Left) / StepX) + 0.5;

    /// <summary>In rows, from the upper edge of the first.</summary>
    internal double RowAt(double down) => ((down - Top) / StepY) + 0.5;
}
