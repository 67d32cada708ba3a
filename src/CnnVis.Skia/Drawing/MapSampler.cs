namespace CnnVis.Skia.Drawing;

/// <summary>
/// The numbers of a map at the pixels of a drawing, row by row: bilinear between the centres of its cells, or each cell as it is. The same numbers as
/// <see cref="Heatmap.NumberAt"/> gives at the centres of pixels, with what columns share computed once.
/// </summary>
internal sealed class MapSampler
{
    private readonly Heatmap _map;
    private readonly bool _isSmooth;
    private readonly double _top;
    private readonly double _rowsOfMapPerPixel;
    private readonly double _shownTop;
    private readonly double _shownBottom;
    private readonly int[] _column;
    private readonly float[] _share;

    private MapSampler(Heatmap map, int width, double left, double top, double across, double down, bool isSmooth)
    {
        // Where the region that the map covers lies on the drawing, in its pixels.
        CellGrid cells = map.Cells ?? new CellGrid(0.5 / map.Width, 0.5 / map.Height, 1.0 / map.Width, 1.0 / map.Height);
        _map = map;
        _isSmooth = isSmooth;
        _rowsOfMapPerPixel = 1 / (down * cells.StepY);
        _top = ((-top / down) - cells.Top) / cells.StepY;
        (_shownTop, _shownBottom) = (top, top + down);
        _column = new int[width];
        _share = new float[width];
        FirstColumn = width;
        for (int x = 0; x < width; x++)
        {
            double place = (x + 0.5 - left) / across;
            if (place is < 0 or > 1)
            {
                continue;
            }

            (FirstColumn, EndColumn) = (Math.Min(FirstColumn, x), x + 1);
            (_column[x], _share[x]) = Between((place - cells.Left) / cells.StepX, map.Width);
        }
    }

    /// <summary>The first column of the drawing that shows what the model saw.</summary>
    public int FirstColumn { get; }

    /// <summary>The column behind the last one.</summary>
    public int EndColumn { get; }

    /// <summary>A map over a whole drawing.</summary>
    public static MapSampler Whole(Heatmap map, int width, int height, bool isSmooth) => new(map, width, 0, 0, width, height, isSmooth);

    /// <summary>A map over the region of a picture that the model saw.</summary>
    public static MapSampler Over(Heatmap map, int width, int height, ImageGeometry geometry, bool isSmooth)
    {
        (double scaleX, double scaleY) = ((double)width / geometry.PictureWidth, (double)height / geometry.PictureHeight);
        return new(map, width, geometry.Left * scaleX, geometry.Top * scaleY, geometry.Width * scaleX, geometry.Height * scaleY, isSmooth);
    }

    /// <summary>Whether the model saw what is in this row.</summary>
    public bool Shows(int y) => y + 0.5 >= _shownTop && y + 0.5 <= _shownBottom;

    /// <summary>Writes the numbers of a row, from <see cref="FirstColumn"/> to <see cref="EndColumn"/>.</summary>
    public void Read(int y, Span<float> numbers)
    {
        (int above, float share) = Between(_top + ((y + 0.5) * _rowsOfMapPerPixel), _map.Height);
        int below = Math.Min(above + 1, _map.Height - 1);
        ReadOnlySpan<float> upper = _map.Values.Slice(above * _map.Width, _map.Width);
        ReadOnlySpan<float> lower = _map.Values.Slice(below * _map.Width, _map.Width);
        Span<float> row = _map.Width <= 1024 ? stackalloc float[_map.Width] : new float[_map.Width];
        for (int x = 0; x < row.Length; x++)
        {
            row[x] = float.Lerp(upper[x], lower[x], share);
        }

        for (int x = FirstColumn; x < EndColumn; x++)
        {
            int left = _column[x];
            numbers[x] = float.Lerp(row[left], row[Math.Min(left + 1, row.Length - 1)], _share[x]);
        }
    }

    /// <summary>The cell before a place, counted from the first cell's centre, and how far the place is on the way to the next.</summary>
    private (int Cell, float Share) Between(double place, int count)
    {
        double inside = Math.Clamp(place, 0, count - 1);
        return _isSmooth ? ((int)inside, (float)(inside - (int)inside)) : ((int)Math.Floor(inside + 0.5), 0);
    }
}
