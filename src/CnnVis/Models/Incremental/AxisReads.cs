namespace CnnVis.Models;

/// <summary>Which cells of one tensor each cell of another is computed from, along one axis: from the first to the last that it reads.</summary>
internal sealed class AxisReads
{
    private readonly CellSpan[] _reads;

    private AxisReads(CellSpan[] reads) => _reads = reads;

    /// <summary>A step's reads.</summary>
    /// <param name="step">The step.</param>
    /// <param name="cells">How many cells there are behind it.</param>
    /// <param name="length">How many there are before it.</param>
    public static AxisReads Of(AxisStep step, int cells, int length) => new([.. Enumerable.Range(0, cells).Select(cell => Span(step.Reads(cell, length)))]);

    /// <summary>The cells that read any of those that changed.</summary>
    public CellSpan Changed(CellSpan changed)
    {
        CellSpan found = default;
        for (int cell = 0; cell < _reads.Length; cell++)
        {
            if (_reads[cell].Start < changed.End && _reads[cell].End > changed.Start)
            {
                found = found.Hull(new CellSpan(cell, cell + 1));
            }
        }

        return found;
    }

    /// <summary>The cells that some cells are computed from.</summary>
    public CellSpan Needed(CellSpan cells)
    {
        CellSpan needed = default;
        for (int cell = cells.Start; cell < cells.End; cell++)
        {
            needed = needed.Hull(_reads[cell]);
        }

        return needed;
    }

    private static CellSpan Span(IEnumerable<int> cells)
    {
        CellSpan span = default;
        foreach (int cell in cells)
        {
            span = span.Hull(new CellSpan(cell, cell + 1));
        }

        return span;
    }
}
