namespace CnnVis.Models;

/// <summary>One way in which a tensor's cells come about: from those of an earlier tensor of so many rows and columns.</summary>
internal sealed record PlaceRead(string Source, int Height, int Width, PlaceSteps Steps)
{
    /// <summary>The source's cells from which these come.</summary>
    public CellBlock Before(CellBlock cells) => new(
        [.. cells.Rows.SelectMany(row => Steps.Rows.Reads(row, Height))],
        [.. cells.Columns.SelectMany(column => Steps.Columns.Reads(column, Width))]);
}
