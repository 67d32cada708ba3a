namespace CnnVis.Methods;

/// <summary>Pairs of pixels that touch, from the most alike to the most different.</summary>
internal sealed class NeighborEdges
{
    private readonly float[] _differences;
    private readonly PixelPair[] _pairs;

    /// <param name="colors">The picture.</param>
    /// <param name="diagonals">Whether pixels touch at their corners.</param>
    public NeighborEdges(ColorPlanes colors, bool diagonals)
    {
        (int Y, int X)[] steps = diagonals ? [(0, 1), (1, 0), (1, 1), (1, -1)] : [(0, 1), (1, 0)];
        var pairs = new List<PixelPair>(steps.Length * colors.PixelCount);
        for (int y = 0; y < colors.Height; y++)
        {
            for (int x = 0; x < colors.Width; x++)
            {
                foreach ((int dy, int dx) in steps)
                {
                    if (y + dy < colors.Height && x + dx >= 0 && x + dx < colors.Width)
                    {
                        pairs.Add(new PixelPair((y * colors.Width) + x, ((y + dy) * colors.Width) + x + dx));
                    }
                }
            }
        }

        _pairs = [.. pairs];
        _differences = Array.ConvertAll(_pairs, pair => MathF.Sqrt(colors.SquaredDistance(pair.First, pair.Second)));
        Array.Sort(_differences, _pairs);
    }

    public IEnumerable<(PixelPair Pair, float Difference)> InOrder => _pairs.Zip(_differences);

    /// <summary>Joins every set smaller than a number of pixels to its most similar neighbour.</summary>
    public void JoinSmall(DisjointSets sets, int minSize)
    {
        foreach (PixelPair pair in _pairs)
        {
            (int root, int other) = (sets.Find(pair.First), sets.Find(pair.Second));
            if (sets.SizeOf(root) < minSize || sets.SizeOf(other) < minSize)
            {
                sets.Join(root, other);
            }
        }
    }
}
