namespace CnnVis.Skia.Drawing;

/// <summary>A small histogram for each channel.</summary>
internal sealed class HistogramDrawing(Survey survey, IReadOnlyList<int> channels, int columns)
{
    private const int Margin = 16;
    private const int Gap = 24;
    private const int HeaderHeight = 60;
    private const int BarsHeight = 64;
    private const int CellWidth = 150;
    private const int CellHeight = BarsHeight + 62;

    private static readonly RgbValues Ink = 32;
    private static readonly RgbValues PaleInk = 96;
    private static readonly TextStyle Headline = new(20, IsBold: true);
    private static readonly TextStyle Title = new(13, IsBold: true);
    private static readonly TextStyle Text = new(12);

    public RgbImage Draw()
    {
        int across = Math.Min(columns, channels.Count);
        int rows = (channels.Count + across - 1) / across;
        var canvas = new Canvas(
            Math.Max((2 * Margin) + (across * (CellWidth + Gap)) - Gap, 560), HeaderHeight + (rows * CellHeight) + Margin, 255);
        float available = canvas.Width - (2 * Margin);
        canvas.DrawText(Headline.Fit($"Activations of {survey.Layer}", available), Margin, 28, Headline, Ink);
        canvas.DrawText(
            Text.Fit($"{survey.Model}, all cells of {survey.Images.Count} images; heights are logarithmic, each channel has its own scale", available), Margin, 47, Text, PaleInk);
        for (int i = 0; i < channels.Count; i++)
        {
            DrawOne(canvas, channels[i], Margin + (i % across * (CellWidth + Gap)), HeaderHeight + (i / across * CellHeight));
        }

        return canvas.ToImage();
    }

    private void DrawOne(Canvas canvas, int channel, int left, int top)
    {
        ChannelStatistics statistics = survey.Statistics(channel);
        ChannelHistogram histogram = survey.Histogram(channel);
        canvas.DrawText($"channel {channel}", left, top + 12, Title, Ink);
        canvas.DrawText(
            statistics.IsDead ? "dead" : $"zero {Numerals.Percent(statistics.ZeroShare)}, max {Numerals.Short(statistics.Maximum)}", left, top + 27, Text, PaleInk);
        HistogramBars.Draw(canvas, new PixelRectangle(left, top + 32, CellWidth, BarsHeight), histogram);
        canvas.DrawText(Numerals.Short(histogram.Low), left, top + 32 + BarsHeight + 13, Text, PaleInk);
        string high = Numerals.Short(histogram.High);
        canvas.DrawText(high, left + CellWidth - Text.Measure(high), top + 32 + BarsHeight + 13, Text, PaleInk);
    }
}
