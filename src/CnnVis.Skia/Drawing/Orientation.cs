using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>Turns a picture the way its EXIF data say it was held.</summary>
internal static class Orientation
{
    public static RgbImage Apply(RgbImage stored, SKEncodedOrigin origin)
    {
        (int width, int height) = (stored.Width, stored.Height);
        return origin switch
        {
            SKEncodedOrigin.TopRight => Remap(stored, width, height, (x, y) => (width - 1 - x, y)),
            SKEncodedOrigin.BottomRight => Remap(stored, width, height, (x, y) => (width - 1 - x, height - 1 - y)),
            SKEncodedOrigin.BottomLeft => Remap(stored, width, height, (x, y) => (x, height - 1 - y)),
            SKEncodedOrigin.LeftTop => Remap(stored, height, width, (x, y) => (y, x)),
            SKEncodedOrigin.RightTop => Remap(stored, height, width, (x, y) => (y, height - 1 - x)),
            SKEncodedOrigin.RightBottom => Remap(stored, height, width, (x, y) => (width - 1 - y, height - 1 - x)),
            SKEncodedOrigin.LeftBottom => Remap(stored, height, width, (x, y) => (width - 1 - y, x)),
            _ => stored,
        };
    }

    private static RgbImage Remap(RgbImage stored, int width, int height, Func<int, int, (int X, int Y)> sourceOf) =>
        RgbImage.Create(width, height, pixels =>
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    (int sourceX, int sourceY) = sourceOf(x, y);
                    stored.Pixels.Slice(3 * ((sourceY * stored.Width) + sourceX), 3).CopyTo(pixels[(3 * ((y * width) + x))..]);
                }
            }
        });
}
