namespace CnnVis.Explanations.Snapshots;

/// <summary>The sums of a map's numbers over areas of equal size.</summary>
internal static class AreaSums
{
    /// <summary>The sums, row by row. A pixel on a border counts for each side by how much of it lies there.</summary>
    public static double[] Of(ReadOnlySpan<float> map, int height, int width, int rows, int columns)
    {
        double[] sums = new double[rows * columns];
        for (int y = 0; y < height; y++)
        {
            (int row, double upper, int nextRow) = Place(y, height, rows);
            for (int x = 0; x < width; x++)
            {
                (int column, double left, int nextColumn) = Place(x, width, columns);
                double number = map[(y * width) + x];
                sums[(row * columns) + column] += upper * left * number;
                sums[(row * columns) + nextColumn] += upper * (1 - left) * number;
                sums[(nextRow * columns) + column] += (1 - upper) * left * number;
                sums[(nextRow * columns) + nextColumn] += (1 - upper) * (1 - left) * number;
            }
        }

        return sums;
    }

    // There are no more areas than pixels, so a pixel lies in two of them at most.
    private static (int Area, double Share, int Next) Place(int pixel, int length, int areas)
    {
        long start = (long)pixel * areas;
        int area = (int)(start / length);
        double share = Math.Min(((area + 1L) * length) - start, areas) / (double)areas;
        return (area, share, Math.Min(area + 1, areas - 1));
    }
}
