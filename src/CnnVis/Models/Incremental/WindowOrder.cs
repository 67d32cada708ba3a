namespace CnnVis.Models;

/// <summary>
/// The order in which windows are computed. Parts of one run are as large as the largest of them, and those of windows near the border are smaller: what a window
/// changes ends there. So windows with parts of about the same size lie side by side.
/// </summary>
internal sealed class WindowOrder
{
    /// <summary>Rows and columns of windows that are computed together: about the square root of the windows in one run.</summary>
    public const int PositionsTogether = 4;

    private readonly IncrementalStage _grid;
    private readonly double[] _rowSizes;
    private readonly double[] _columnSizes;

    public WindowOrder(IncrementalPlan plan)
    {
        _grid = plan.Stages[0];
        _rowSizes = [.. Positions(_grid.Rows).Select(row => plan.StagesCost(stage => stage.Rows.Lengths[row], stage => stage.Columns.MeanLength))];
        _columnSizes = [.. Positions(_grid.Columns).Select(column => plan.StagesCost(stage => stage.Rows.MeanLength, stage => stage.Columns.Lengths[column]))];
    }

    /// <summary>Some windows in order.</summary>
    public int[] Of(IReadOnlyCollection<int> windows)
    {
        int[][] rows = [.. windows.GroupBy(_grid.RowOf).OrderBy(row => _rowSizes[row.Key]).Select(row => row.ToArray())];
        // To and fro, so that windows at the seam of two bands are of about the same size, too.
        return [.. rows.InEvenParts(PositionsTogether).SelectMany((band, i) => Sorted([.. band.SelectMany(row => row)], isDescending: i % 2 == 1))];
    }

    /// <summary>How large a window's parts are, in comparison to others.</summary>
    public double SizeOf(int window) => _rowSizes[_grid.RowOf(window)] * _columnSizes[_grid.ColumnOf(window)];

    private int[] Sorted(int[] band, bool isDescending)
    {
        int[] sorted = [.. band.OrderBy(window => _columnSizes[_grid.ColumnOf(window)])];
        if (isDescending)
        {
            Array.Reverse(sorted);
        }

        return sorted;
    }

    private static IEnumerable<int> Positions(StageAxis axis) => Enumerable.Range(0, axis.Lengths.Count);
}
