using System.Globalization;
using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>Draws effective receptive fields.</summary>
public static class ReceptiveFieldPictures
{
    private const int UsualSize = 512;

    /// <summary>
    /// Draws what a cell really looks at: bright where a pixel moves it much, in a frame around all that it can see at all. The numbers are drawn
    /// as their square roots, because the spot fades out fast.
    /// </summary>
    /// <param name="field">The effective receptive field.</param>
    /// <param name="size">The longer side of the map in pixels; null for 512.</param>
    /// <returns>The picture.</returns>
    public static RgbImage Draw(this EffectiveReceptiveField field, int? size = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentOutOfRangeException.ThrowIfLessThan(size ?? UsualSize, 16, nameof(size));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size ?? UsualSize, 4096, nameof(size));
        (int width, int height) = PictureSize.For(field.Map.Width, field.Map.Height, size ?? UsualSize);
        float largest = field.Map.Max;
        var canvas = new Canvas(width, height, 0);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                // A pixel of the input is a square: between two of them there is nothing.
                float number = field.Map[y * field.Map.Height / height, x * field.Map.Width / width];
                canvas.Set(x, y, ColorMap.Viridis.ColorAt(largest > 0 ? MathF.Sqrt(number / largest) : 0));
            }
        }

        if (field.Pixels is { Width: > 0 } seen)
        {
            canvas.Mark(seen.Scaled((double)width / field.Map.Width, (double)height / field.Map.Height));
        }

        string channel = field.Channel is { } one ? $"channel {one}" : "all channels";
        string title = $"{field.Layer}, {channel}, cell {field.Row},{field.Column}";
        string counts = field.Pixels is { } pixels
            ? string.Create(CultureInfo.InvariantCulture, $"can see {pixels.Height}x{pixels.Width} pixels (frame); what counts is as large as {field.Size:0}x{field.Size:0}")
            : string.Create(CultureInfo.InvariantCulture, $"what counts is as large as {field.Size:0}x{field.Size:0} pixels");
        string images = field.ImageCount == 1 ? "1 image" : $"{field.ImageCount} images";
        return CaptionedSheet.Draw(title, counts, [new CaptionedPicture(canvas.ToImage(), $"square root of the mean gradient's size, {images}")], new SheetOptions { Columns = 1 });
    }
}
