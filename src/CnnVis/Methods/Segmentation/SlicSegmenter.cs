namespace CnnVis.Methods;

/// <summary>
/// Clusters pixels by colour and place around centres S = sqrt(N / K) pixels apart: D^2 = dc^2 + (m / S)^2 ds^2, with dc the distance in Lab,
/// ds that in pixels and m the compactness; each centre looks at 2S x 2S pixels. Pieces cut off from their segment join the neighbour that is
/// most alike. Achanta, Shaji, Smith, Lucchi, Fua and Suesstrunk, SLIC Superpixels Compared to State-of-the-Art Superpixel Methods, 2012.
/// </summary>
internal sealed class SlicSegmenter
{
    private const int Iterations = 10;

    private readonly ColorPlanes _colors;
    private readonly double _spacing;
    private readonly double _placeWeight;
    private readonly int[] _labels;
    private readonly double[][] _centers;

    private SlicSegmenter(RgbImage picture, int segments, float compactness)
    {
        _colors = ColorPlanes.Lab(picture);
        _spacing = Math.Sqrt((double)_colors.PixelCount / segments);
        _placeWeight = compactness / _spacing * (compactness / _spacing);
        int rows = Math.Clamp((int)Math.Round(_colors.Height / _spacing), 1, _colors.Height);
        int columns = Math.Clamp((int)Math.Round(_colors.Width / _spacing), 1, _colors.Width);
        _labels = [.. Enumerable.Range(0, _colors.PixelCount).Select(pixel =>
            (int)((long)(pixel / _colors.Width) * rows / _colors.Height * columns) + (int)((long)(pixel % _colors.Width) * columns / _colors.Width))];
        _centers = [.. Enumerable.Range(0, rows * columns).Select(i => FeaturesOf(FlattestNear(
            (int)(((i / columns) + 0.5) * _colors.Height / rows), (int)(((i % columns) + 0.5) * _colors.Width / columns))))];
    }

    public static int[] Segment(RgbImage picture, int segments, float compactness)
    {
        var segmenter = new SlicSegmenter(picture, segments, compactness);
        for (int i = 0; i < Iterations; i++)
        {
            segmenter.Assign();
            segmenter.MoveCenters();
        }

        return segmenter.Connected();
    }

    /// <summary>The pixel with the lowest gradient among the nine around a place, so that no centre begins on an edge.</summary>
    private int FlattestNear(int y, int x)
    {
        (int Y, int X)[] around =
        [
            .. from candidateY in new[] { y, y - 1, y + 1 }
               from candidateX in new[] { x, x - 1, x + 1 }
               where candidateY >= 0 && candidateY < _colors.Height && candidateX >= 0 && candidateX < _colors.Width
               select (candidateY, candidateX),
        ];
        (int bestY, int bestX) = around.MinBy(place => Gradient(place.Y, place.X));
        return PixelAt(bestY, bestX);
    }

    private float Gradient(int y, int x) =>
        _colors.SquaredDistance(PixelAt(y, x - 1), PixelAt(y, x + 1)) + _colors.SquaredDistance(PixelAt(y - 1, x), PixelAt(y + 1, x));

    private int PixelAt(int y, int x) => (Math.Clamp(y, 0, _colors.Height - 1) * _colors.Width) + Math.Clamp(x, 0, _colors.Width - 1);

    private double[] FeaturesOf(int pixel) =>
        [_colors.Plane(0)[pixel], _colors.Plane(1)[pixel], _colors.Plane(2)[pixel], pixel / _colors.Width, pixel % _colors.Width];

    private void Assign()
    {
        double[] nearest = new double[_colors.PixelCount];
        Array.Fill(nearest, double.PositiveInfinity);
        for (int label = 0; label < _centers.Length; label++)
        {
            double[] center = _centers[label];
            int bottom = Math.Min(_colors.Height - 1, (int)(center[3] + _spacing));
            int right = Math.Min(_colors.Width - 1, (int)(center[4] + _spacing));
            for (int y = Math.Max(0, (int)Math.Ceiling(center[3] - _spacing)); y <= bottom; y++)
            {
                for (int x = Math.Max(0, (int)Math.Ceiling(center[4] - _spacing)); x <= right; x++)
                {
                    int pixel = (y * _colors.Width) + x;
                    double distance = Distance(center, y, x);
                    if (distance < nearest[pixel])
                    {
                        nearest[pixel] = distance;
                        _labels[pixel] = label;
                    }
                }
            }
        }
    }

    private double Distance(double[] center, int y, int x)
    {
        double color = 0;
        for (int channel = 0; channel < 3; channel++)
        {
            double difference = _colors.Row(channel, y)[x] - center[channel];
            color += difference * difference;
        }

        return color + (_placeWeight * (((y - center[3]) * (y - center[3])) + ((x - center[4]) * (x - center[4]))));
    }

    private void MoveCenters()
    {
        int[] counts = new int[_centers.Length];
        double[][] sums = [.. _centers.Select(_ => new double[5])];
        for (int pixel = 0; pixel < _labels.Length; pixel++)
        {
            counts[_labels[pixel]]++;
            double[] sum = sums[_labels[pixel]];
            for (int channel = 0; channel < 3; channel++)
            {
                sum[channel] += _colors.Plane(channel)[pixel];
            }

            sum[3] += pixel / _colors.Width;
            sum[4] += pixel % _colors.Width;
        }

        for (int label = 0; label < _centers.Length; label++)
        {
            if (counts[label] > 0)
            {
                _centers[label] = Array.ConvertAll(sums[label], sum => sum / counts[label]);
            }
        }
    }

    private int[] Connected()
    {
        const double SmallestShare = 0.25;
        var edges = new NeighborEdges(_colors, diagonals: false);
        var segments = new DisjointSets(_labels.Length);
        foreach ((PixelPair pair, _) in edges.InOrder)
        {
            if (_labels[pair.First] == _labels[pair.Second])
            {
                segments.Join(segments.Find(pair.First), segments.Find(pair.Second));
            }
        }

        edges.JoinSmall(segments, (int)(_spacing * _spacing * SmallestShare));
        return segments.ToLabels();
    }
}
