namespace CnnVis.Skia.Drawing;

/// <summary>A row for each channel: what it is on the left, then its patches with their activations below.</summary>
internal sealed class TopPatchDrawing(Survey survey, IReadOnlyList<int> channels, TopPatchSheetOptions options)
{
    private const int Margin = 16;
    private const int Gap = 8;
    private const int HeaderHeight = 60;
    private const int LabelWidth = 150;
    private const int CaptionHeight = 20;

    private static readonly RgbValues Ink = 32;
    private static readonly RgbValues PaleInk = 96;
    private static readonly TextStyle Headline = new(20, IsBold: true);
    private static readonly TextStyle Title = new(14, IsBold: true);
    private static readonly TextStyle Text = new(12);

    private int RowHeight => options.PatchSize + CaptionHeight + Gap;

    public RgbImage Draw(CancellationToken cancellationToken)
    {
        IReadOnlyList<TopPatch>[] patches = [.. channels.Select(survey.TopPatches)];
        Dictionary<TopPatch, RgbImage> pictures = Read(patches.SelectMany(row => row), cancellationToken);
        int columns = patches.Max(row => row.Count);
        int width = (2 * Margin) + LabelWidth + (columns * (options.PatchSize + Gap));
        var canvas = new Canvas(Math.Max(width, 560), HeaderHeight + (channels.Count * RowHeight) + Margin, 255);
        DrawHeader(canvas);
        for (int row = 0; row < channels.Count; row++)
        {
            int top = HeaderHeight + (row * RowHeight);
            DrawLabel(canvas, channels[row], top);
            for (int column = 0; column < patches[row].Count; column++)
            {
                TopPatch patch = patches[row][column];
                DrawPatch(canvas, patch, pictures[patch], Margin + LabelWidth + (column * (options.PatchSize + Gap)), top);
            }
        }

        return canvas.ToImage();
    }

    /// <summary>Each picture is read once, and only one is in memory.</summary>
    private Dictionary<TopPatch, RgbImage> Read(IEnumerable<TopPatch> patches, CancellationToken cancellationToken)
    {
        var pictures = new Dictionary<TopPatch, RgbImage>();
        foreach (IGrouping<int, TopPatch> ofImage in patches.Distinct().GroupBy(patch => patch.Image))
        {
            cancellationToken.ThrowIfCancellationRequested();
            RgbImage picture = survey.Images[ofImage.Key].Source.Load();
            foreach (TopPatch patch in ofImage)
            {
                pictures[patch] = PatchPicture.Of(patch, picture, options.PatchSize, options.FramePlaces);
            }
        }

        return pictures;
    }

    private void DrawHeader(Canvas canvas)
    {
        float available = canvas.Width - (2 * Margin);
        canvas.DrawText(Headline.Fit($"What excites {survey.Layer}", available), Margin, 28, Headline, Ink);
        canvas.DrawText(
            Text.Fit($"{survey.Model}: the strongest patches of {survey.Images.Count} images and their activations; bars: all activations, heights logarithmic", available),
            Margin,
            47,
            Text,
            PaleInk);
    }

    private void DrawLabel(Canvas canvas, int channel, int top)
    {
        ChannelStatistics statistics = survey.Statistics(channel);
        ChannelHistogram histogram = survey.Histogram(channel);
        canvas.DrawText($"channel {channel}", Margin, top + 13, Title, Ink);
        string mean = $"mean {Numerals.Short(statistics.Mean)} ± {Numerals.Short(statistics.StandardDeviation)}";
        canvas.DrawText(statistics.IsDead ? $"dead: {Numerals.Short(statistics.Maximum)} everywhere" : mean, Margin, top + 30, Text, PaleInk);
        canvas.DrawText($"zero {Numerals.Percent(statistics.ZeroShare)}", Margin, top + 46, Text, PaleInk);
        int barsTop = top + 54;
        HistogramBars.Draw(canvas, new PixelRectangle(Margin, barsTop, LabelWidth - 22, Math.Max(top + options.PatchSize - barsTop, 8)), histogram);
        canvas.DrawText(Numerals.Short(histogram.Low), Margin, top + options.PatchSize + 14, Text, PaleInk);
        string high = Numerals.Short(histogram.High);
        canvas.DrawText(high, Margin + LabelWidth - 22 - Text.Measure(high), top + options.PatchSize + 14, Text, PaleInk);
    }

    private void DrawPatch(Canvas canvas, TopPatch patch, RgbImage picture, int left, int top)
    {
        canvas.Draw(picture, left + ((options.PatchSize - picture.Width) / 2), top + ((options.PatchSize - picture.Height) / 2));
        string value = Numerals.Short(patch.Value);
        canvas.DrawText(value, left + ((options.PatchSize - Text.Measure(value)) / 2), top + options.PatchSize + 14, Text, Ink);
    }
}
