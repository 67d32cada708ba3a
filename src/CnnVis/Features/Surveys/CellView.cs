using CnnVis.Models;

namespace CnnVis.Features.Surveys;

/// <summary>What the cells of a layer see of a picture, in the picture's own pixels.</summary>
internal sealed class CellView(ReceptiveField? receptive, FeatureGrid grid, ImageShape input)
{
    private readonly Dictionary<int, PixelRectangle> _seen = [];

    /// <summary>What a person should know about the patches, to follow the layer's name; null where each is a part of its picture.</summary>
    public string? Note => (receptive, grid.CellCount) switch
    {
        (_, 1) => "has one cell, which sees the whole image: its patches are whole pictures.",
        (null, _) => "mixes places on the way to it, so a cell may see anything: its patches are whole pictures, and frames take all cells for equally large.",
        ({ } known, _) when known.Rows.Size >= input.Height && known.Columns.Size >= input.Width => FormattableString.Invariant(
            $"sees {known.Rows.Size:0.#}x{known.Columns.Size:0.#} pixels with each cell, more than the {input.Height}x{input.Width} of the image: its patches are whole pictures or nearly."),
        _ => null,
    };

    /// <summary>The pixels that the cell is computed from; the whole picture where they are not known.</summary>
    public PixelRectangle Seen(int row, int column, ImageGeometry geometry)
    {
        if (receptive is null || grid.CellCount == 1)
        {
            return new PixelRectangle(0, 0, geometry.PictureWidth, geometry.PictureHeight);
        }

        // Following a cell back through the network takes longer than looking it up, and most channels share their cells.
        lock (_seen)
        {
            int cell = (row * grid.Width) + column;
            if (!_seen.TryGetValue(cell, out PixelRectangle pixels))
            {
                _seen[cell] = pixels = receptive.PixelsOf(row, column);
            }

            return geometry.InPicture(pixels, input);
        }
    }

    /// <summary>The cell's share of the picture, about the middle of what it sees.</summary>
    public PixelRectangle Place(int row, int column, ImageGeometry geometry)
    {
        bool isKnown = receptive is not null && grid.CellCount > 1;
        (int left, int width) = Share(isKnown ? receptive!.Columns : Even(input.Width, grid.Width), column);
        (int top, int height) = Share(isKnown ? receptive!.Rows : Even(input.Height, grid.Height), row);
        return geometry.InPicture(new PixelRectangle(left, top, width, height), input);
    }

    private static FieldAxis Even(int pixels, int cells) => new(Offset: 0, Stride: (double)pixels / cells, Size: (double)pixels / cells);

    private static (int First, int Count) Share(FieldAxis axis, int cell)
    {
        int first = (int)Math.Round(axis.CentreOf(cell) - (axis.Stride / 2));
        return (first, Math.Max(1, (int)Math.Round(axis.CentreOf(cell) + (axis.Stride / 2)) - first));
    }
}
