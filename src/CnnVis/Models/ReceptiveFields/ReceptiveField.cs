using CnnVis.Models;

namespace CnnVis;

/// <summary>
/// Which part of the model's input each cell of a layer can see: read exactly from the convolutions, poolings, paddings and changes of size on
/// the way (Araujo et al., Computing Receptive Fields of Convolutional Neural Networks, 2019). What is the same for all cells, such as the
/// weights of squeeze-and-excitation or the statistics of a normalisation, is not counted.
/// </summary>
public sealed class ReceptiveField
{
    private readonly PlaceTrace _trace;

    internal ReceptiveField(FieldAxis rows, FieldAxis columns, int height, int width, PlaceTrace trace)
    {
        Rows = rows;
        Columns = columns;
        Height = height;
        Width = width;
        _trace = trace;
    }

    /// <summary>What the cells see along the rows.</summary>
    public FieldAxis Rows { get; }

    /// <summary>What the cells see along the columns.</summary>
    public FieldAxis Columns { get; }

    /// <summary>The layer's rows of cells.</summary>
    public int Height { get; }

    /// <summary>The layer's columns of cells.</summary>
    public int Width { get; }

    /// <summary>The pixels of the model's input that one cell is computed from; what would lie in the padding is left out.</summary>
    /// <param name="row">The cell's row, from 0.</param>
    /// <param name="column">The cell's column, from 0.</param>
    /// <returns>The smallest rectangle that holds them; empty where the cell sees padding alone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such cell.</exception>
    public PixelRectangle PixelsOf(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Height);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Width);
        return _trace.PixelsOf(row, column);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Rows.Size:0.##}x{Columns.Size:0.##} pixels every {Rows.Stride:0.###}x{Columns.Stride:0.###} from {Rows.Offset:0.###},{Columns.Offset:0.###}");

    /// <summary>The receptive field of a tensor's cells at the model's own size of image; null where they have no places or an operator hides them.</summary>
    internal static ReceptiveField? Of(CnnModel model, string tensor) => new ReceptiveFieldReader(model).Of(tensor);
}
