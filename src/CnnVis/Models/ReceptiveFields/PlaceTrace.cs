namespace CnnVis.Models;

/// <summary>Follows cells of a tensor back to the pixels of the image that they are computed from.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Image">The model's image.</param>
/// <param name="Reads">What each tensor's cells are made from, in the order in which they are computed.</param>
internal sealed record PlaceTrace(string Tensor, ImageInput Image, IReadOnlyList<(string Tensor, IReadOnlyList<PlaceRead> Reads)> Reads)
{
    public PixelRectangle PixelsOf(int row, int column)
    {
        var read = new Dictionary<string, CellBlock>(StringComparer.Ordinal) { [Tensor] = new([row], [column]) };
        foreach ((string tensor, IReadOnlyList<PlaceRead> sources) in Reads.Reverse())
        {
            if (read.TryGetValue(tensor, out CellBlock? cells))
            {
                foreach (PlaceRead source in sources)
                {
                    read.TryAdd(source.Source, new([], []));
                    read[source.Source].Add(source.Before(cells));
                }
            }
        }

        return read.TryGetValue(Image.Name, out CellBlock? pixels) ? pixels.Bounds : default;
    }
}
