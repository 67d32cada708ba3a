namespace CnnVis.Models;

/// <summary>Some rows of cells by some columns; there may be gaps, as a dilated kernel leaves them.</summary>
internal sealed class CellBlock(HashSet<int> rows, HashSet<int> columns)
{
    public IReadOnlyCollection<int> Rows => rows;

    public IReadOnlyCollection<int> Columns => columns;

    public bool IsEmpty => rows.Count == 0 || columns.Count == 0;

    /// <summary>The smallest rectangle that holds them.</summary>
    public PixelRectangle Bounds => IsEmpty
        ? default
        : new PixelRectangle(columns.Min(), rows.Min(), columns.Max() - columns.Min() + 1, rows.Max() - rows.Min() + 1);

    public void Add(CellBlock other)
    {
        if (!other.IsEmpty)
        {
            rows.UnionWith(other.Rows);
            columns.UnionWith(other.Columns);
        }
    }
}
