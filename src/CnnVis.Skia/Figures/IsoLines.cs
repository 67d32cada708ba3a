using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Figures;

/// <summary>Lines along which a grid of numbers has one value (marching squares); beyond the grid everything is below, so every line is closed.</summary>
/// <remarks>Lorensen and Cline, Marching Cubes, SIGGRAPH 1987, in the plane.</remarks>
internal sealed class IsoLines
{
    private readonly Func<int, int, float> _numbers;
    private readonly int _rows;
    private readonly int _columns;
    private readonly float _level;
    private readonly Dictionary<Crossing, Crossing> _next = [];

    private IsoLines(Func<int, int, float> numbers, int rows, int columns, float level)
    {
        _numbers = numbers;
        _rows = rows;
        _columns = columns;
        _level = level;
    }

    /// <param name="numbers">The number at a row and a column.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="columns">How many columns there are.</param>
    /// <param name="level">The value; numbers of at least this are inside.</param>
    /// <returns>Closed lines through points in columns and rows, counted from the first number.</returns>
    public static IReadOnlyList<ScenePoint[]> Of(Func<int, int, float> numbers, int rows, int columns, float level) => new IsoLines(numbers, rows, columns, level).Trace();

    private List<ScenePoint[]> Trace()
    {
        for (int row = -1; row < _rows; row++)
        {
            for (int column = -1; column < _columns; column++)
            {
                CrossCell(row, column);
            }
        }

        var lines = new List<ScenePoint[]>();
        while (_next.Count > 0)
        {
            var line = new List<ScenePoint>();
            Crossing crossing = _next.Keys.First();
            while (_next.Remove(crossing, out Crossing following))
            {
                line.Add(Point(crossing));
                crossing = following;
            }

            lines.Add([.. line]);
        }

        return lines;
    }

    /// <summary>Walks once around the square whose corners are four neighbouring numbers, and joins where the line comes in to where it goes out.</summary>
    private void CrossCell(int row, int column)
    {
        Crossing top = new(row, column, IsAcross: true);
        Crossing right = new(row, column + 1, IsAcross: false);
        Crossing bottom = new(row + 1, column, IsAcross: true);
        Crossing left = new(row, column, IsAcross: false);
        (bool In, Crossing Edge)[] corners =
            [(IsInside(row, column), top), (IsInside(row, column + 1), right), (IsInside(row + 1, column + 1), bottom), (IsInside(row + 1, column), left)];
        var entries = new List<Crossing>();
        var exits = new List<Crossing>();
        for (int i = 0; i < 4; i++)
        {
            (bool now, bool then) = (corners[i].In, corners[(i + 1) % 4].In);
            if (now != then)
            {
                (now ? exits : entries).Add(corners[i].Edge);
            }
        }

        // Each stretch of corners that are inside is cut off by itself; in a saddle there are two.
        for (int i = 0; i < exits.Count; i++)
        {
            _next[exits[i]] = entries[corners[0].In ? (i + entries.Count - 1) % entries.Count : i];
        }
    }

    private bool IsInside(int row, int column) => At(row, column) >= _level;

    private float At(int row, int column) => row < 0 || column < 0 || row >= _rows || column >= _columns ? float.NegativeInfinity : _numbers(row, column);

    private ScenePoint Point(Crossing crossing)
    {
        float first = At(crossing.Row, crossing.Column);
        float second = crossing.IsAcross ? At(crossing.Row, crossing.Column + 1) : At(crossing.Row + 1, crossing.Column);
        // Beyond the grid there is nothing to interpolate with: the line runs along the middle between the last number and the edge.
        float share = float.IsInfinity(first) || float.IsInfinity(second) ? 0.5f : (_level - first) / (second - first);
        return crossing.IsAcross ? new ScenePoint(crossing.Column + share, crossing.Row) : new ScenePoint(crossing.Column, crossing.Row + share);
    }

    /// <summary>Where a line crosses between a number and the next: the one at its right, or the one below.</summary>
    private readonly record struct Crossing(int Row, int Column, bool IsAcross);
}
