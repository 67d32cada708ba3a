using System.Globalization;
using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>Draws tours.</summary>
public static class TourPictures
{
    private const int Gap = 6;
    private const int RowHeader = 44;
    private const int CaptionHeight = 18;
    private const int ScoreHeight = 22;
    private const int ShownClasses = 5;

    private static readonly RgbValues Bar = new(49, 104, 142);

    /// <summary>
    /// Draws a tour as one sheet: a row for each stop, with the picture in which a frame shows what the cell in the middle sees, and the maps that
    /// tell places apart most; below, the answer.
    /// </summary>
    /// <param name="tour">The tour.</param>
    /// <param name="options">What is shown of each layer; null for the defaults.</param>
    /// <returns>The sheet.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static RgbImage Sheet(this Tour tour, TourSheetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tour);
        TourSheetOptions chosen = options ?? new();
        chosen.Validate();
        ClassScore[] scores = [.. (tour.Prediction?.Classes ?? []).Take(ShownClasses)];
        int rowHeight = RowHeader + chosen.CellSize + CaptionHeight;
        int columns = chosen.MapsPerStage + (tour.Picture is null ? 0 : 1);
        var canvas = new Canvas(
            (2 * CaptionedSheet.Margin) + (columns * (chosen.CellSize + Gap)),
            CaptionedSheet.Margin + (tour.Stages.Count * rowHeight) + (scores.Length > 0 ? RowHeader + (scores.Length * ScoreHeight) : 0) + CaptionedSheet.Margin,
            CaptionedSheet.Paper);
        for (int i = 0; i < tour.Stages.Count; i++)
        {
            DrawStage(canvas, tour, tour.Stages[i], CaptionedSheet.Margin + (i * rowHeight), chosen);
        }

        DrawAnswer(canvas, scores, CaptionedSheet.Margin + (tour.Stages.Count * rowHeight));
        return canvas.ToImage();
    }

    private static void DrawStage(Canvas canvas, Tour tour, TourStage stage, int top, TourSheetOptions options)
    {
        float width = canvas.Width - (2 * CaptionedSheet.Margin);
        canvas.DrawText(CaptionedSheet.Title.Fit(stage.Maps.Layer, width), CaptionedSheet.Margin, top + 16, CaptionedSheet.Title, CaptionedSheet.Ink);
        canvas.DrawText(CaptionedSheet.Text.Fit(Describe(tour, stage), width), CaptionedSheet.Margin, top + 34, CaptionedSheet.Text, CaptionedSheet.PaleInk);
        int left = CaptionedSheet.Margin;
        top += RowHeader;
        if (tour.Picture is { } picture)
        {
            canvas.Draw(Framed(tour, picture, stage, options.CellSize), left, top);
            left += options.CellSize + Gap;
        }

        int[] channels = [.. stage.Maps.Order(options.Order).Take(options.MapsPerStage)];
        RgbImage[] maps = MapPictures.Of(stage.Maps, channels, new() { CellSize = options.CellSize, Colors = options.Colors });
        foreach ((int channel, RgbImage map) in channels.Zip(maps))
        {
            canvas.Draw(map, left, top);
            string caption = MapPictures.Caption(stage.Maps.Activity[channel]);
            canvas.DrawText(caption, left, top + map.Height + 12, CaptionedSheet.Small, CaptionedSheet.PaleInk);
            left += options.CellSize + Gap;
        }
    }

    private static string Describe(Tour tour, TourStage stage)
    {
        int dead = stage.Maps.Activity.Count(channel => channel.IsDead);
        string[] parts =
        [
            $"{stage.Operator}, {stage.Maps.Channels} maps of {stage.Maps.Height}x{stage.Maps.Width}",
            .. dead > 0 ? [$"{dead} dead"] : Array.Empty<string>(),
            stage.ReceptiveField is { } field
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"each cell sees {field.Rows.Size:0.#}x{field.Columns.Size:0.#} of the input's {tour.InputShape.Height}x{tour.InputShape.Width} pixels")
                : "each cell sees the whole input",
        ];
        return string.Join(" \u00b7 ", parts);
    }

    private static RgbImage Framed(Tour tour, RgbImage picture, TourStage stage, int size)
    {
        (int width, int height) = PictureSize.For(picture.Width, picture.Height, size);
        var canvas = new Canvas(width, height, 0);
        canvas.Draw(picture.Resize(width, height), 0, 0);
        if (stage.ReceptiveField is { } field && tour.Geometry is { } geometry)
        {
            PixelRectangle seen = geometry.InPicture(field.PixelsOf(field.Height / 2, field.Width / 2), tour.InputShape);
            canvas.Mark(seen.Scaled((double)width / picture.Width, (double)height / picture.Height));
        }

        return canvas.ToImage();
    }

    private static void DrawAnswer(Canvas canvas, ClassScore[] scores, int top)
    {
        if (scores.Length == 0)
        {
            return;
        }

        canvas.DrawText("Answer", CaptionedSheet.Margin, top + 16, CaptionedSheet.Title, CaptionedSheet.Ink);
        int nameWidth = (int)Math.Ceiling(Math.Min(scores.Max(score => CaptionedSheet.Text.Measure(score.Name)), canvas.Width / 2f));
        for (int i = 0; i < scores.Length; i++)
        {
            int baseline = top + RowHeader + (i * ScoreHeight);
            string share = string.Create(CultureInfo.InvariantCulture, $"{scores[i].Probability:0.0%}");
            canvas.DrawText(CaptionedSheet.Text.Fit(scores[i].Name, nameWidth), CaptionedSheet.Margin, baseline, CaptionedSheet.Text, CaptionedSheet.Ink);
            int barLeft = CaptionedSheet.Margin + nameWidth + 12;
            int barWidth = (int)((canvas.Width - barLeft - CaptionedSheet.Margin - 60) * scores[i].Probability);
            canvas.Fill(new PixelRectangle(barLeft, baseline - 11, Math.Max(barWidth, 1), 13), Bar);
            canvas.DrawText(share, barLeft + barWidth + 8, baseline, CaptionedSheet.Text, CaptionedSheet.Ink);
        }
    }
}
