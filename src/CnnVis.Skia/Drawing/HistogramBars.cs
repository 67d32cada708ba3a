namespace CnnVis.Skia.Drawing;

/// <summary>Draws a histogram as bars; heights are logarithms, since most activations of most channels are zero.</summary>
internal static class HistogramBars
{
    private static readonly RgbValues Bar = new(59, 106, 160);
    private static readonly RgbValues Line = new(176, 176, 176);

    public static void Draw(Canvas canvas, PixelRectangle area, ChannelHistogram histogram)
    {
        canvas.Fill(new PixelRectangle(area.Left, area.Bottom - 1, area.Width, 1), Line);
        double highest = Math.Log2(1 + histogram.Counts.DefaultIfEmpty().Max());
        for (int x = 0; x < area.Width && highest > 0; x++)
        {
            // A column of pixels may show several bins: the fullest decides.
            int first = x * histogram.Counts.Count / area.Width;
            int end = Math.Max(first + 1, (x + 1) * histogram.Counts.Count / area.Width);
            long count = histogram.Counts.Skip(first).Take(end - first).Max();
            int height = (int)Math.Ceiling((area.Height - 1) * Math.Log2(1 + count) / highest);
            canvas.Fill(new PixelRectangle(area.Left + x, area.Bottom - 1 - height, 1, height), Bar);
        }
    }
}
