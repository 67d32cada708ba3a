namespace CnnVis.Models;

/// <summary>What a stage computes for each of some windows: parts of one size, whatever each of them needs.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Rows">The rows of its input.</param>
/// <param name="Columns">The columns.</param>
internal readonly record struct StagePart(IncrementalStage Stage, int Rows, int Columns)
{
    public CellLayout Input => Stage.Input.Layout with { Rows = Rows, Columns = Columns };

    public CellLayout Result => Stage.Result.Layout with { Rows = Stage.Rows.ResultOf(Rows), Columns = Stage.Columns.ResultOf(Columns) };

    /// <summary>Where a window's part lies in the whole input.</summary>
    public PixelRectangle CellsOf(int window) => new(
        Stage.Columns.Start(Stage.ColumnOf(window), Columns), Stage.Rows.Start(Stage.RowOf(window), Rows), Columns, Rows);

    /// <summary>Where what comes out lies in the whole result.</summary>
    public PixelRectangle ResultCellsOf(int window)
    {
        (PixelRectangle cells, CellLayout result) = (CellsOf(window), Result);
        return new PixelRectangle(cells.Left / Stage.Columns.Stride, cells.Top / Stage.Rows.Stride, result.Columns, result.Rows);
    }
}
