namespace CnnVis.Explanations;

/// <summary>Pieces of a map whose numbers are large, joined where they touch.</summary>
internal static class ConnectedRegions
{
    public static IReadOnlyList<EvidenceRegion> Find(float[] numbers, int height, int width, float threshold, double total)
    {
        var seen = new bool[numbers.Length];
        var regions = new List<EvidenceRegion>();
        for (int start = 0; start < numbers.Length; start++)
        {
            if (!seen[start] && numbers[start] >= threshold)
            {
                regions.Add(Region(Flood(numbers, height, width, threshold, start, seen), numbers, width, total));
            }
        }

        return [.. regions.OrderByDescending(region => region.Share)];
    }

    private static List<int> Flood(float[] numbers, int height, int width, float threshold, int start, bool[] seen)
    {
        var pixels = new List<int> { start };
        seen[start] = true;
        for (int next = 0; next < pixels.Count; next++)
        {
            (int row, int column) = Math.DivRem(pixels[next], width);
            for (int y = Math.Max(row - 1, 0); y <= Math.Min(row + 1, height - 1); y++)
            {
                for (int x = Math.Max(column - 1, 0); x <= Math.Min(column + 1, width - 1); x++)
                {
                    int pixel = (y * width) + x;
                    if (!seen[pixel] && numbers[pixel] >= threshold)
                    {
                        seen[pixel] = true;
                        pixels.Add(pixel);
                    }
                }
            }
        }

        pixels.Sort();
        return pixels;
    }

    private static EvidenceRegion Region(List<int> pixels, float[] numbers, int width, double total)
    {
        (int left, int right) = (pixels.Min(pixel => pixel % width), pixels.Max(pixel => pixel % width));
        (int top, int bottom) = (pixels[0] / width, pixels[^1] / width);
        return new EvidenceRegion(pixels.Sum(pixel => (double)numbers[pixel]) / total, pixels, new PixelRectangle(left, top, right - left + 1, bottom - top + 1));
    }
}
