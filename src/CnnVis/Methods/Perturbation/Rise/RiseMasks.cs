using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>
/// Random smooth masks: a grid of s x s cells, each shown with probability p, enlarged bilinearly to s + 1 cells a side and cut out at a random
/// place of the first cell. A mask depends on its number and the seed alone, so none needs to be kept.
/// </summary>
internal sealed class RiseMasks
{
    private readonly int _height;
    private readonly int _width;
    private readonly int _cells;
    private readonly double _probability;
    private readonly CounterRandom _random;
    private readonly float[] _grid;
    private readonly float[] _wideRows;

    public RiseMasks(int height, int width, RiseOptions options)
    {
        (_height, _width, _cells, _probability) = (height, width, options.Cells, options.Probability);
        _random = new CounterRandom(options.Seed);
        _grid = new float[_cells * _cells];
        _wideRows = new float[_cells * width];
    }

    /// <summary>Writes a mask, row by row: 1 shows a pixel, 0 hides it.</summary>
    public void Write(int number, Span<float> mask)
    {
        for (int cell = 0; cell < _grid.Length; cell++)
        {
            _grid[cell] = _random.Fraction(number, cell) < _probability ? 1 : 0;
        }

        int cellHeight = CellSize(_height);
        int cellWidth = CellSize(_width);
        int top = _random.Below(cellHeight, number, _grid.Length);
        int left = _random.Below(cellWidth, number, _grid.Length + 1);
        for (int x = 0; x < _width; x++)
        {
            (int cell, int next, float share) = Between(x + left, cellWidth);
            for (int row = 0; row < _cells; row++)
            {
                _wideRows[(row * _width) + x] = float.Lerp(_grid[(row * _cells) + cell], _grid[(row * _cells) + next], share);
            }
        }

        for (int y = 0; y < _height; y++)
        {
            (int cell, int next, float share) = Between(y + top, cellHeight);
            TensorPrimitives.Lerp(Row(cell), Row(next), share, mask.Slice(y * _width, _width));
        }
    }

    private ReadOnlySpan<float> Row(int row) => _wideRows.AsSpan(row * _width, _width);

    private int CellSize(int size) => ((size - 1) / _cells) + 1;

    /// <summary>The two cells between whose centres a pixel of the enlarged grid lies, mirrored at the border.</summary>
    private (int Cell, int Next, float Share) Between(int pixel, int cellSize)
    {
        double position = ((pixel + 0.5) * _cells / ((_cells + 1.0) * cellSize)) - 0.5;
        int cell = (int)Math.Floor(position);
        return (Mirrored(cell), Mirrored(cell + 1), (float)(position - cell));
    }

    private int Mirrored(int cell) => Math.Clamp(cell < 0 ? -cell : cell >= _cells ? (2 * _cells) - 2 - cell : cell, 0, _cells - 1);
}
