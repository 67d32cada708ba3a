using CnnVis.Models;

namespace CnnVis.Features.Surveys;

/// <summary>What the cells of a layer see of a picture, in the picture's own pixels.</summary>
internal sealed class CellView(ReceptiveField? receptive, FeatureGrid grid, ImageShape input)
{
    // Edges that differ from a pixel's edge by rounding alone are that edge.
    private const double Rounding = 1e-6;

    /// <summary>What a person should know about the patches, to follow the layer's name; null where each is a part of its picture.</summary>
    public string? Note => (receptive, grid.CellCount) switch
    {
        (_, 1) => "has one cell, which sees the whole image: its patches are whole pictures.",
        (null, _) => "mixes places on the way to it, so a cell may see anything: its patches are whole pictures, and places take all cells for equally large.",
        ({ } known, _) when known.Rows.Size >= input.Height && known.Columns.Size >= input.Width => FormattableString.Invariant(
            $"sees {known.Columns.Size:0.#}x{known.Rows.Size:0.#} pixels with each cell, more than the {input.Width}x{input.Height} of the image: its patches are whole pictures or nearly."),
        _ => null,
    };

    /// <summary>The cell's receptive field, cut off where the picture ends; the whole picture where the field is not known.</summary>
    public PixelRectangle Seen(int row, int column, ImageGeometry geometry) => receptive is null || grid.CellCount == 1
        ? new PixelRectangle(0, 0, geometry.PictureWidth, geometry.PictureHeight)
        : Rectangle(
            receptive.Columns.Start + (column * receptive.Columns.Step), receptive.Columns.Size, receptive.Rows.Start + (row * receptive.Rows.Step), receptive.Rows.Size, geometry);

    /// <summary>The cell's share of the picture, about the middle of what it sees.</summary>
    public PixelRectangle Place(int row, int column, ImageGeometry geometry)
    {
        if (receptive is null || grid.CellCount == 1)
        {
            double width = (double)input.Width / grid.Width;
            double height = (double)input.Height / grid.Height;
            return Rectangle(column * width, width, row * height, height, geometry);
        }

        return Rectangle(
            receptive.Columns.CentreOf(column) - (receptive.Columns.Step / 2), receptive.Columns.Step, receptive.Rows.CentreOf(row) - (receptive.Rows.Step / 2), receptive.Rows.Step, geometry);
    }

    private PixelRectangle Rectangle(double left, double width, double top, double height, ImageGeometry geometry)
    {
        (int x, int columns) = Pixels(left, width, geometry.Left, geometry.Width / input.Width, geometry.PictureWidth);
        (int y, int rows) = Pixels(top, height, geometry.Top, geometry.Height / input.Height, geometry.PictureHeight);
        return columns > 0 && rows > 0 ? new PixelRectangle(x, y, columns, rows) : default;
    }

    /// <summary>Every pixel of the picture that a stretch of the input touches.</summary>
    private static (int First, int Count) Pixels(double start, double length, double offset, double scale, int size)
    {
        int first = (int)Math.Floor(Math.Clamp(offset + (start * scale) + Rounding, 0, size));
        int end = (int)Math.Ceiling(Math.Clamp(offset + ((start + length) * scale) - Rounding, 0, size));
        return (first, end - first);
    }
}
