using System.Globalization;
using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>Draws where one number of a network comes from.</summary>
public static class UnitPictures
{
    private const int Margin = CaptionedSheet.Margin;
    private const int PictureSide = 260;
    private const int LineHeight = 20;
    private const int ShownChannels = 3;

    /// <summary>
    /// Draws a unit as a student works it out: the picture with what the unit sees, then for the channels that matter most what is read, the kernel,
    /// their products and the sum, and at the end the bias and the activation.
    /// </summary>
    /// <param name="unit">The unit.</param>
    /// <returns>The drawing; for a unit without <see cref="FeatureUnit.Arithmetic"/> the picture and the number alone.</returns>
    public static RgbImage Draw(this FeatureUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        string[] words = [.. Words(unit)];
        RgbImage? picture = unit.Picture is null ? null : Framed(unit);
        RgbImage? patch = unit.Patch is { } seen ? Enlarged(seen) : null;
        RgbImage? arithmetic = unit.Arithmetic is { } steps ? ArithmeticDrawing.Of(steps, ShownChannels) : null;
        int picturesHeight = picture is null ? 0 : Math.Max(picture.Height, patch?.Height ?? 0) + LineHeight + 8;
        int picturesWidth = (picture?.Width ?? 0) + (patch is null ? 0 : Margin + patch.Width);
        int wordsWidth = (int)Math.Ceiling(words.Select(line => CaptionedSheet.Text.Measure(line)).Append(CaptionedSheet.Title.Measure(Title(unit))).Max());
        int header = Margin + LineHeight + 8;
        int width = Math.Max(Math.Max(picturesWidth, wordsWidth), arithmetic?.Width ?? 0);
        int wordsTop = header + picturesHeight + (arithmetic?.Height ?? 0);
        var canvas = new Canvas(width + (2 * Margin), wordsTop + (words.Length * LineHeight) + Margin, CaptionedSheet.Paper);
        canvas.DrawText(Title(unit), Margin, Margin + 15, CaptionedSheet.Title, CaptionedSheet.Ink);
        if (picture is not null)
        {
            canvas.Draw(picture, Margin, header);
            canvas.DrawText("the picture", Margin, header + picture.Height + 14, CaptionedSheet.Small, CaptionedSheet.PaleInk);
        }

        if (patch is not null)
        {
            int left = Margin + picture!.Width + Margin;
            canvas.Draw(patch, left, header);
            canvas.DrawText("what the unit sees of it", left, header + patch.Height + 14, CaptionedSheet.Small, CaptionedSheet.PaleInk);
        }

        if (arithmetic is not null)
        {
            canvas.Draw(arithmetic, Margin, header + picturesHeight);
        }

        for (int i = 0; i < words.Length; i++)
        {
            canvas.DrawText(words[i], Margin, wordsTop + 14 + (i * LineHeight), CaptionedSheet.Text, CaptionedSheet.Ink);
        }

        return canvas.ToImage();
    }

    private static string Title(FeatureUnit unit) => $"{unit.Layer}, channel {unit.Channel}, row {unit.Row}, column {unit.Column}";

    private static IEnumerable<string> Words(FeatureUnit unit)
    {
        if (unit.Arithmetic is not { } arithmetic)
        {
            yield return $"the number: {Number(unit.Value)}";
            yield break;
        }

        float products = arithmetic.Sum - arithmetic.Bias;
        yield return $"all products together {Number(products)}, plus the bias {Number(arithmetic.Bias)} = {Number(arithmetic.Sum)}";
        foreach (UnitStep step in arithmetic.Steps)
        {
            yield return $"after {step.Operator} ({step.Layer}): {Number(step.Value)}";
        }
    }

    internal static string Number(float value) => value.ToString(Math.Abs(value) >= 100 ? "0.#" : "0.###", CultureInfo.InvariantCulture).Replace('-', '\u2212');

    private static RgbImage Framed(FeatureUnit unit)
    {
        RgbImage picture = unit.Picture!;
        (int width, int height) = PictureSize.For(picture.Width, picture.Height, PictureSide);
        var canvas = new Canvas(width, height, 0);
        canvas.Draw(picture.Resize(width, height), 0, 0);
        if (unit.PictureRegion is { Width: > 0 } seen)
        {
            canvas.Mark(seen.Scaled((double)width / picture.Width, (double)height / picture.Height));
        }

        return canvas.ToImage();
    }

    // Pixels stay squares, so that they can be counted.
    private static RgbImage Enlarged(RgbImage patch)
    {
        int side = Math.Max(1, PictureSide / Math.Max(patch.Width, patch.Height));
        if (side == 1)
        {
            (int width, int height) = PictureSize.For(patch.Width, patch.Height, PictureSide);
            return patch.Resize(width, height);
        }

        var canvas = new Canvas(patch.Width * side, patch.Height * side, 0);
        for (int i = 0; i < patch.Width * patch.Height; i++)
        {
            ReadOnlySpan<byte> pixel = patch.Pixels.Slice(3 * i, 3);
            canvas.Fill(new PixelRectangle(i % patch.Width * side, i / patch.Width * side, side, side), new RgbValues(pixel[0], pixel[1], pixel[2]));
        }

        return canvas.ToImage();
    }
}
