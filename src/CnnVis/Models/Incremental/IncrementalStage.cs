namespace CnnVis.Models;

/// <summary>A part of the network between two cuts, run on a part of its input for each window.</summary>
internal sealed record IncrementalStage(CutPoint From, CutPoint To, StageAxis Rows, StageAxis Columns)
{
    /// <summary>What it reads.</summary>
    public LocalTensor Input => From.Entry;

    /// <summary>What it computes.</summary>
    public LocalTensor Result => To.Tensor;

    /// <summary>The part that is large enough for every window.</summary>
    public StagePart LargestPart => new(this, Rows.Longest, Columns.Longest);

    /// <summary>The part that is large enough for each of some windows.</summary>
    public StagePart PartFor(ReadOnlySpan<int> windows)
    {
        int rows = 0;
        int columns = 0;
        foreach (int window in windows)
        {
            rows = Math.Max(rows, Rows.Lengths[RowOf(window)]);
            columns = Math.Max(columns, Columns.Lengths[ColumnOf(window)]);
        }

        return new StagePart(this, rows, columns);
    }

    /// <summary>What a window changes of the whole result.</summary>
    public PixelRectangle ChangedBy(int window)
    {
        (CellSpan rows, CellSpan columns) = (Rows.Changed[RowOf(window)], Columns.Changed[ColumnOf(window)]);
        return new PixelRectangle(columns.Start, rows.Start, columns.Length, rows.Length);
    }

    /// <summary>The position of a window along the rows; windows are numbered row by row.</summary>
    public int RowOf(int window) => window / Columns.Starts.Count;

    /// <summary>Its position along the columns.</summary>
    public int ColumnOf(int window) => window % Columns.Starts.Count;
}
