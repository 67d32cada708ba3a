using Microsoft.ML.Data;

namespace CnnVis.ML;

/// <summary>Turns ML.NET's pictures into CnnVis's and back.</summary>
public static class MLImages
{
    private const int BytesPerPixel = 4;

    /// <summary>
    /// Copies a picture. Red, green and blue stay byte for byte what ExtractPixels reads; the alpha channel is dropped, so what a file
    /// leaves transparent is black here as it is there.
    /// </summary>
    /// <param name="image">The picture, in BGRA or RGBA order; it stays the caller's to dispose.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="ArgumentException">The pixels are in another order.</exception>
    public static RgbImage ToRgbImage(this MLImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        (int red, int blue) = image.PixelFormat switch
        {
            MLPixelFormat.Rgba32 => (0, 2),
            MLPixelFormat.Bgra32 => (2, 0),
            _ => throw new ArgumentException($"The picture's pixels are {image.PixelFormat}; they must be Bgra32 or Rgba32.", nameof(image)),
        };
        return RgbImage.Create(image.Width, image.Height, pixels =>
        {
            ReadOnlySpan<byte> source = image.Pixels;
            for (int i = 0; i < pixels.Length / 3; i++)
            {
                pixels[3 * i] = source[(BytesPerPixel * i) + red];
                pixels[(3 * i) + 1] = source[(BytesPerPixel * i) + 1];
                pixels[(3 * i) + 2] = source[(BytesPerPixel * i) + blue];
            }
        });
    }

    /// <summary>Copies a picture; every pixel is opaque.</summary>
    /// <param name="image">The picture.</param>
    /// <returns>The copy, in RGBA order; dispose it at the end.</returns>
    public static MLImage ToMLImage(this RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        byte[] pixels = new byte[BytesPerPixel * image.Width * image.Height];
        ReadOnlySpan<byte> source = image.Pixels;
        for (int i = 0; i < pixels.Length / BytesPerPixel; i++)
        {
            source.Slice(3 * i, 3).CopyTo(pixels.AsSpan(BytesPerPixel * i));
            pixels[(BytesPerPixel * i) + 3] = byte.MaxValue;
        }

        return MLImage.CreateFromPixels(image.Width, image.Height, MLPixelFormat.Rgba32, pixels);
    }
}
