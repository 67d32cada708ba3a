namespace CnnVis.Methods;

/// <summary>Which pixels belong together.</summary>
internal sealed class PixelSegments
{
    private readonly ImageShape _shape;
    private readonly int[] _segmentOf;
    private readonly int[] _sizes;
    private readonly PixelRun[][] _runs;

    /// <summary>Segments by the number of each pixel, row by row. Numbers may leave gaps; segments are in the order of their numbers.</summary>
    public PixelSegments(IReadOnlyList<int> numberOf, ImageShape shape)
    {
        if (numberOf.Min() < 0)
        {
            throw new ArgumentException("Segments are numbered from 0.");
        }

        _shape = shape;
        Dictionary<int, int> indexOf = numberOf.Distinct().Order().Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        _segmentOf = [.. numberOf.Select(number => indexOf[number])];
        _sizes = new int[indexOf.Count];
        foreach (int segment in _segmentOf)
        {
            _sizes[segment]++;
        }

        _runs = Runs();
    }

    public int Count => _sizes.Length;

    public int PixelCount => _segmentOf.Length;

    public int this[int pixel] => _segmentOf[pixel];

    /// <summary>How many pixels a segment has.</summary>
    public int SizeOf(int segment) => _sizes[segment];

    public static PixelSegments Grid(int side, ImageShape shape)
    {
        int rows = Math.Min(side, shape.Height);
        int columns = Math.Min(side, shape.Width);
        int[] segmentOf = new int[shape.PixelCount];
        for (int pixel = 0; pixel < segmentOf.Length; pixel++)
        {
            int row = (int)((long)(pixel / shape.Width) * rows / shape.Height);
            int column = (int)((long)(pixel % shape.Width) * columns / shape.Width);
            segmentOf[pixel] = (row * columns) + column;
        }

        return new PixelSegments(segmentOf, shape);
    }

    /// <summary>Copies all channels of a segment's pixels from one image to another.</summary>
    public void Copy(int segment, ReadOnlySpan<float> source, Span<float> destination)
    {
        bool interleaved = _shape.Layout == TensorLayout.Nhwc;
        int planes = interleaved ? 1 : _shape.Channels;
        int perPixel = interleaved ? _shape.Channels : 1;
        for (int plane = 0; plane < planes; plane++)
        {
            foreach (PixelRun run in _runs[segment])
            {
                int start = (plane * _shape.PixelCount) + (run.Start * perPixel);
                source.Slice(start, run.Length * perPixel).CopyTo(destination[start..]);
            }
        }
    }

    /// <summary>The image with every pixel in the mean colour of its segment.</summary>
    public float[] MeanColors(ImageTensor image)
    {
        double[] sums = new double[Count];
        float[] means = new float[_shape.ElementCount];
        for (int channel = 0; channel < _shape.Channels; channel++)
        {
            Array.Clear(sums);
            for (int pixel = 0; pixel < _segmentOf.Length; pixel++)
            {
                sums[_segmentOf[pixel]] += image.Values[ElementOf(channel, pixel)];
            }

            for (int pixel = 0; pixel < _segmentOf.Length; pixel++)
            {
                int segment = _segmentOf[pixel];
                means[ElementOf(channel, pixel)] = (float)(sums[segment] / _sizes[segment]);
            }
        }

        return means;
    }

    /// <summary>Adds a number to every channel of every pixel, chosen by the pixel's segment.</summary>
    public void Move(Span<float> image, Func<int, float> distance)
    {
        float[] distances = [.. Enumerable.Range(0, Count).Select(distance)];
        for (int channel = 0; channel < _shape.Channels; channel++)
        {
            for (int pixel = 0; pixel < _segmentOf.Length; pixel++)
            {
                image[ElementOf(channel, pixel)] += distances[_segmentOf[pixel]];
            }
        }
    }

    /// <summary>A map in which every pixel has its segment's number.</summary>
    public Heatmap Paint(IReadOnlyList<double> numbers) => ToMap(Array.ConvertAll(_segmentOf, segment => (float)numbers[segment]));

    /// <summary>A map in which each segment's number is shared out among its pixels.</summary>
    public Heatmap Share(IReadOnlyList<double> numbers) => ToMap(Array.ConvertAll(_segmentOf, segment => (float)(numbers[segment] / _sizes[segment])));

    private Heatmap ToMap(float[] values) => new(values, _shape.Height, _shape.Width, MapScaling.Symmetric, _shape);

    private int ElementOf(int channel, int pixel) => _shape.IndexOf(channel, pixel / _shape.Width, pixel % _shape.Width);

    private PixelRun[][] Runs()
    {
        List<PixelRun>[] runs = [.. _sizes.Select(_ => new List<PixelRun>())];
        int start = 0;
        for (int pixel = 1; pixel <= _segmentOf.Length; pixel++)
        {
            if (pixel == _segmentOf.Length || _segmentOf[pixel] != _segmentOf[start])
            {
                runs[_segmentOf[start]].Add(new PixelRun(start, pixel - start));
                start = pixel;
            }
        }

        return [.. runs.Select(list => list.ToArray())];
    }

    private readonly record struct PixelRun(int Start, int Length);
}
