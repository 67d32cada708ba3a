using System.Runtime.InteropServices;
using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>Writes picture files.</summary>
internal static class PictureEncoder
{
    private const int Quality = 92;

    // Skia's defaults (zlib 6, all filters) take ten seconds for 12 megapixels; these take half a second for little more size.
    private static readonly SKPngEncoderOptions FastPng = new(SKPngEncoderFilterFlags.Sub, 1);

    private static readonly SKPngEncoderOptions SmallPng = new(SKPngEncoderFilterFlags.AllFilters, 9);

    public static byte[] Encode(RgbImage image, string extension, PngCompression compression = PngCompression.Fast)
    {
        if (extension.Equals(".bmp", StringComparison.OrdinalIgnoreCase))
        {
            return BitmapFile.Encode(image);
        }

        byte[] rgba = ToRgba(image);
        GCHandle pinned = GCHandle.Alloc(rgba, GCHandleType.Pinned);
        try
        {
            var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
            using var pixmap = new SKPixmap(info, pinned.AddrOfPinnedObject(), info.RowBytes);
            using SKData data = Encode(pixmap, extension, compression)
                ?? throw new CnnVisException($"A picture of {image.Width}x{image.Height} cannot be written as {extension}.");
            return data.ToArray();
        }
        finally
        {
            pinned.Free();
        }
    }

    public static SKImage ToSkia(RgbImage image) =>
        SKImage.FromPixelCopy(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque), ToRgba(image), 4 * image.Width);

    private static SKData? Encode(SKPixmap pixmap, string extension, PngCompression compression) => extension.ToUpperInvariant() switch
    {
        ".PNG" => pixmap.Encode(compression == PngCompression.Small ? SmallPng : FastPng),
        ".JPG" or ".JPEG" => pixmap.Encode(new SKJpegEncoderOptions(Quality, SKJpegEncoderDownsample.Downsample444, SKJpegEncoderAlphaOption.Ignore)),
        ".WEBP" => pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Quality)),
        _ => throw new ArgumentException($"Pictures are written as .png, .jpg, .webp or .bmp, not as '{extension}'."),
    };

    private static byte[] ToRgba(RgbImage image)
    {
        byte[] rgba = new byte[4 * image.Width * image.Height];
        PixelFormats.ToRgba(image.Pixels, rgba);
        return rgba;
    }
}
