using System.Globalization;

namespace CnnVis.Skia.Drawing;

/// <summary>A table of mean maps: classes by channels.</summary>
internal sealed class ClassAverageDrawing(Survey survey, IReadOnlyList<int> channels, ClassAverageSheetOptions options)
{
    private const int LabelWidth = 170;
    private const int HeaderHeight = 76;
    private const int Gap = 6;
    private const int Margin = CaptionedSheet.Margin;

    public RgbImage Draw()
    {
        ClassAverage[] classes = [.. survey.ClassAverages.Take(options.MostClasses)];
        RgbImage[][] columns = [.. channels.Select(channel => Column(classes, channel))];
        (int width, int height) = (columns[0][0].Width, columns[0][0].Height);
        var canvas = new Canvas(
            (2 * Margin) + LabelWidth + (channels.Count * (width + Gap)), HeaderHeight + (classes.Length * (height + Gap)) + Margin, CaptionedSheet.Paper);
        DrawHeader(canvas, classes.Length);
        for (int column = 0; column < columns.Length; column++)
        {
            int left = Margin + LabelWidth + (column * (width + Gap));
            string name = $"channel {channels[column]}";
            canvas.DrawText(CaptionedSheet.Small.Fit(name, width), left, HeaderHeight - 6, CaptionedSheet.Small, CaptionedSheet.PaleInk);
            for (int row = 0; row < classes.Length; row++)
            {
                canvas.Draw(columns[column][row], left, HeaderHeight + (row * (height + Gap)));
            }
        }

        for (int row = 0; row < classes.Length; row++)
        {
            DrawLabel(canvas, classes[row], HeaderHeight + (row * (height + Gap)) + (height / 2));
        }

        return canvas.ToImage();
    }

    /// <summary>Each column on one scale, so that classes can be compared.</summary>
    private RgbImage[] Column(ClassAverage[] classes, int channel)
    {
        Heatmap[] maps = [.. classes.Select(average => average[channel])];
        (float low, float high) = (maps.Min(map => map.Min), maps.Max(map => map.Max));
        return [.. maps.Select(map => MapPictures.Draw(map, low, high, options.CellSize, options.Colors))];
    }

    private void DrawHeader(Canvas canvas, int drawn)
    {
        float width = canvas.Width - (2 * Margin);
        string title = $"What {survey.Layer} makes of each class on average";
        string images = drawn < survey.ClassAverages.Count ? $"{drawn} of {survey.ClassAverages.Count} classes" : $"{drawn} classes";
        string subtitle = $"{images} of {survey.Images.Count} images; each channel on one scale";
        canvas.DrawText(CaptionedSheet.Title.Fit(title, width), Margin, Margin + 15, CaptionedSheet.Title, CaptionedSheet.Ink);
        canvas.DrawText(CaptionedSheet.Text.Fit(subtitle, width), Margin, Margin + 36, CaptionedSheet.Text, CaptionedSheet.PaleInk);
    }

    private static void DrawLabel(Canvas canvas, ClassAverage average, int middle)
    {
        string count = string.Create(CultureInfo.InvariantCulture, $"{average.Count} image{(average.Count == 1 ? "" : "s")}");
        canvas.DrawText(CaptionedSheet.Text.Fit(average.Name, LabelWidth - 10), Margin, middle - 2, CaptionedSheet.Text, CaptionedSheet.Ink);
        canvas.DrawText(count, Margin, middle + 14, CaptionedSheet.Small, CaptionedSheet.PaleInk);
    }
}
