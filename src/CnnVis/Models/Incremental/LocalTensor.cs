namespace CnnVis.Models;

/// <summary>A tensor whose cells are computed from places of the image, in the same way everywhere: a smaller image gives a part of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its four axes for one image.</param>
/// <param name="RowAxis">The axis of the rows.</param>
/// <param name="ColumnAxis">The axis of the columns, right behind.</param>
/// <param name="RowStride">How many of the image's rows further the next row lies.</param>
/// <param name="ColumnStride">The same for columns.</param>
/// <param name="Reads">What it is computed from.</param>
internal sealed record LocalTensor(
    string Name, int[] Shape, int RowAxis, int ColumnAxis, int RowStride, int ColumnStride, IReadOnlyList<LocalRead> Reads)
{
    public int Rows => Shape[RowAxis];

    public int Columns => Shape[ColumnAxis];

    public CellLayout Layout => new(
        RowAxis == 2 ? Shape[1] : 1,
        Rows,
        Columns,
        RowAxis == 2 ? 1 : Shape[3]);

    public int[] ShapeOf(int count, CellLayout part)
    {
        int[] shape = [.. Shape];
        (shape[0], shape[RowAxis], shape[ColumnAxis]) = (count, part.Rows, part.Columns);
        return shape;
    }

    public bool LiesAs(LocalTensor other) =>
        (RowAxis, ColumnAxis, RowStride, ColumnStride, Rows, Columns)
        == (other.RowAxis, other.ColumnAxis, other.RowStride, other.ColumnStride, other.Rows, other.Columns);
}
