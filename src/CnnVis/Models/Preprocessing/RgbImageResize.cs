using CnnVis.Models;

namespace CnnVis;

/// <summary>Resizes pictures.</summary>
public static class RgbImageResize
{
    /// <summary>The picture at another size, bilinear with half-pixel centres, antialiased when shrinking.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <returns>The resized picture; the same where the size is the same.</returns>
    public static RgbImage Resize(this RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if ((width, height) == (image.Width, image.Height))
        {
            return image;
        }

        float[][] planes =
        [
            .. Enumerable.Range(0, 3).Select(channel => Resampler.Resize(
                ChannelTransform.For(Preprocessing.None, channel, 3).Extract(image), image.Width, image.Height, width, height, antialias: true)),
        ];
        return RgbImage.Create(width, height, pixels =>
        {
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (byte)Math.Clamp(MathF.Round(planes[i % 3][i / 3]), 0, 255);
            }
        });
    }
}
