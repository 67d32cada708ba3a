using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>
/// Which windows are scored where not all are: first those that lie side by side, then some of those between them, where the score is likely to change most. The
/// others are interpolated.
/// </summary>
internal sealed class DrillDown(WindowGrid grid)
{
    private const double ShareBetween = 0.1;

    private readonly int[] _rows = SideBySide(grid.Rows);
    private readonly int[] _columns = SideBySide(grid.Columns);

    /// <summary>The windows that are scored first.</summary>
    public int[] First => [.. from row in _rows from column in _columns select (row * grid.Columns.Count) + column];

    /// <summary>How many windows are scored.</summary>
    public int Count => (_rows.Length * _columns.Length) + CountBetween;

    private int CountBetween => (int)Math.Ceiling(ShareBetween * (grid.Count - (_rows.Length * _columns.Length)));

    /// <summary>The windows that are scored next, from the estimates of all.</summary>
    /// <param name="estimates">Each window's score for each target.</param>
    /// <param name="whole">The scores of the unchanged image.</param>
    public int[] Next(float[][] estimates, IReadOnlyList<float> whole)
    {
        double[] largest = [.. whole.Select((score, target) => estimates.Max(scores => Math.Abs((double)score - scores[target])))];
        double Strength(int window) =>
            whole.Select((score, target) => largest[target] > 0 ? Math.Abs((double)score - estimates[window][target]) / largest[target] : 0).Max();
        return [.. Enumerable.Range(0, grid.Count).Except(First).OrderByDescending(Strength).Take(CountBetween).Order()];
    }

    /// <summary>Scores of all windows, linear between those that were scored first.</summary>
    /// <param name="scores">The scores of those windows, at their places.</param>
    public float[][] Interpolated(float[][] scores) => [.. Enumerable.Range(0, grid.Count).Select(window =>
    {
        (int above, int below, float down) = Between(_rows, window / grid.Columns.Count);
        (int left, int right, float across) = Between(_columns, window % grid.Columns.Count);
        float[] Row(int row) => Mixed(scores[(row * grid.Columns.Count) + left], scores[(row * grid.Columns.Count) + right], across);
        return Mixed(Row(above), Row(below), down);
    })];

    private static int[] SideBySide(WindowPositions windows)
    {
        int step = Math.Max(1, windows.Window / windows.Stride);
        return [.. Enumerable.Range(0, windows.Count).Where(position => position % step == 0 || position == windows.Count - 1)];
    }

    private static (int Before, int Behind, float Share) Between(int[] knots, int position)
    {
        int found = Array.BinarySearch(knots, position);
        if (found >= 0)
        {
            return (position, position, 0);
        }

        (int before, int behind) = (knots[~found - 1], knots[~found]);
        return (before, behind, (float)(position - before) / (behind - before));
    }

    private static float[] Mixed(float[] one, float[] other, float share) => [.. one.Zip(other, (a, b) => a + (share * (b - a)))];
}
