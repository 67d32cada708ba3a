namespace CnnVis.Methods;

/// <summary>
/// Joins pixels from the most alike pair to the most different: two segments where the difference between them is at most
/// min(Int(C) + k / |C|) of the two, Int being the largest difference inside. Felzenszwalb and Huttenlocher, Efficient Graph-Based Image
/// Segmentation, 2004.
/// </summary>
internal static class FelzenszwalbSegmenter
{
    public static int[] Segment(RgbImage picture, float scale, float sigma, int minSize)
    {
        ColorPlanes colors = ColorPlanes.Rgb(picture).Blurred(sigma);
        var edges = new NeighborEdges(colors, diagonals: true);
        var segments = new DisjointSets(colors.PixelCount);
        float[] tolerance = new float[colors.PixelCount];
        Array.Fill(tolerance, scale);
        foreach ((PixelPair pair, float difference) in edges.InOrder)
        {
            (int root, int other) = (segments.Find(pair.First), segments.Find(pair.Second));
            if (root != other && difference <= Math.Min(tolerance[root], tolerance[other]))
            {
                int joined = segments.Join(root, other);
                tolerance[joined] = difference + (scale / segments.SizeOf(joined));
            }
        }

        edges.JoinSmall(segments, minSize);
        return segments.ToLabels();
    }
}
