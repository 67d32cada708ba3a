using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>
/// Every pixel hangs on the nearest one in a denser place: density P(p) = sum over q of exp(-d(p,q)^2 / 2 sigma^2), with d the distance in
/// colour (times the ratio) and place. Segments are the trees left when links longer than the maximum are cut. Vedaldi and Soatto, Quick
/// Shift and Kernel Methods for Mode Seeking, 2008. Pixels see others no farther than three kernel sizes away.
/// </summary>
internal sealed class QuickshiftSegmenter
{
    private const int KernelsSeen = 3;

    private readonly ColorPlanes _colors;
    private readonly float _kernelSize;
    private readonly float _maxDistance;
    private readonly int _reach;

    private QuickshiftSegmenter(RgbImage picture, float kernelSize, float maxDistance, float ratio)
    {
        _colors = ColorPlanes.Lab(picture).Scaled(ratio);
        _kernelSize = kernelSize;
        _maxDistance = maxDistance;
        _reach = Math.Min((int)Math.Ceiling(KernelsSeen * kernelSize), Math.Max(picture.Width, picture.Height));
    }

    public static int[] Segment(RgbImage picture, float kernelSize, float maxDistance, float ratio)
    {
        var segmenter = new QuickshiftSegmenter(picture, kernelSize, maxDistance, ratio);
        float[] density = segmenter.Density();
        return Roots(segmenter.Links(density));
    }

    private float[] Density()
    {
        float[] density = new float[_colors.PixelCount];
        Parallel.For(0, _colors.Height, y => ForNeighbors(y, (int first, int _, Span<float> squaredDistances) =>
        {
            TensorPrimitives.Multiply(squaredDistances, -0.5f / (_kernelSize * _kernelSize), squaredDistances);
            TensorPrimitives.Exp(squaredDistances, squaredDistances);
            Span<float> here = density.AsSpan(first, squaredDistances.Length);
            TensorPrimitives.Add(here, squaredDistances, here);
        }));
        return density;
    }

    /// <summary>For each pixel the nearest denser one it sees, or itself. Of equally dense pixels the earlier counts as denser.</summary>
    private int[] Links(float[] density)
    {
        int[] links = [.. Enumerable.Range(0, density.Length)];
        float[] nearest = new float[density.Length];
        Array.Fill(nearest, _maxDistance * _maxDistance);
        Parallel.For(0, _colors.Height, y => ForNeighbors(y, (int first, int other, Span<float> squaredDistances) =>
        {
            for (int i = 0; i < squaredDistances.Length; i++)
            {
                (float here, float there) = (density[first + i], density[other + i]);
                bool isDenser = there > here || (there == here && other < first);
                if (isDenser && squaredDistances[i] < nearest[first + i])
                {
                    nearest[first + i] = squaredDistances[i];
                    links[first + i] = other + i;
                }
            }
        }));
        return links;
    }

    /// <summary>Calls a function for each offset, with the squared distances between pixels of a row and those that lie there.</summary>
    private void ForNeighbors(int y, Action<int, int, Span<float>> use)
    {
        int width = _colors.Width;
        float[] difference = new float[width];
        float[] squared = new float[width];
        for (int otherY = Math.Max(0, y - _reach); otherY <= Math.Min(_colors.Height - 1, y + _reach); otherY++)
        {
            for (int dx = -Math.Min(_reach, width - 1); dx <= Math.Min(_reach, width - 1); dx++)
            {
                int start = Math.Max(0, -dx);
                int length = width - Math.Abs(dx);
                Span<float> distances = squared.AsSpan(0, length);
                Span<float> differences = difference.AsSpan(0, length);
                distances.Fill(((otherY - y) * (otherY - y)) + (dx * dx));
                for (int channel = 0; channel < 3; channel++)
                {
                    TensorPrimitives.Subtract(
                        _colors.Row(channel, y).Slice(start, length), _colors.Row(channel, otherY).Slice(start + dx, length), differences);
                    TensorPrimitives.MultiplyAdd(differences, differences, distances, distances);
                }

                use((y * width) + start, (otherY * width) + start + dx, distances);
            }
        }
    }

    private static int[] Roots(int[] links)
    {
        for (int pixel = 0; pixel < links.Length; pixel++)
        {
            int root = pixel;
            while (links[root] != root)
            {
                root = links[root];
            }

            for (int next = pixel; links[next] != root;)
            {
                (next, links[next]) = (links[next], root);
            }
        }

        return links;
    }
}
