namespace CnnVis.Methods;

/// <summary>Which pixels belong together.</summary>
internal sealed class PixelSegments
{
    private readonly int[] _segmentOf;
    private readonly int[] _sizes;

    public PixelSegments(IReadOnlyList<int> segmentOf, ImageShape shape)
    {
        if (segmentOf.Count != shape.PixelCount)
        {
            throw new ArgumentException($"{segmentOf.Count} segments were given for an image of {shape.Height}x{shape.Width} pixels.");
        }

        if (segmentOf.Min() < 0)
        {
            throw new ArgumentException("Segments are numbered from 0.");
        }

        _segmentOf = [.. segmentOf];
        _sizes = new int[_segmentOf.Max() + 1];
        foreach (int segment in _segmentOf)
        {
            _sizes[segment]++;
        }
    }

    public int Count => _sizes.Length;

    public static PixelSegments Grid(int blocks, ImageShape shape)
    {
        int rows = Math.Min(blocks, shape.Height);
        int columns = Math.Min(blocks, shape.Width);
        int[] segmentOf = new int[shape.PixelCount];
        for (int pixel = 0; pixel < segmentOf.Length; pixel++)
        {
            int row = (int)((long)(pixel / shape.Width) * rows / shape.Height);
            int column = (int)((long)(pixel % shape.Width) * columns / shape.Width);
            segmentOf[pixel] = (row * columns) + column;
        }

        return new PixelSegments(segmentOf, shape);
    }

    /// <summary>Adds a number to every channel of every pixel, chosen by the pixel's segment.</summary>
    public void Move(Span<float> image, ImageShape shape, Func<int, float> distance)
    {
        float[] distances = [.. Enumerable.Range(0, Count).Select(distance)];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int pixel = 0; pixel < _segmentOf.Length; pixel++)
            {
                image[shape.IndexOf(channel, pixel / shape.Width, pixel % shape.Width)] += distances[_segmentOf[pixel]];
            }
        }
    }

    /// <summary>Shares each segment's number out among its pixels.</summary>
    public float[] Spread(double[] totals) => Array.ConvertAll(_segmentOf, segment => (float)(totals[segment] / _sizes[segment]));
}
