using System.Runtime.InteropServices;
using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>Reads picture files. The size is checked before anything is decoded.</summary>
internal static class PictureDecoder
{
    private const long MostPixels = 100_000_000;

    public static RgbImage Decode(ReadOnlySpan<byte> file, string name)
    {
        using SKData data = SKData.CreateCopy(file);
        using SKCodec codec = SKCodec.Create(data)
            ?? throw new CnnVisException($"{name}: this is not a picture that can be read. PNG, JPEG, WebP, BMP and GIF can.");
        SKImageInfo stored = codec.Info;
        if ((long)stored.Width * stored.Height > MostPixels || stored.Width < 1 || stored.Height < 1)
        {
            throw new CnnVisException(
                $"{name}: the picture has {stored.Width}x{stored.Height} pixels; at most {MostPixels / 1_000_000} million are read. Make it smaller.");
        }

        byte[] rgba = new byte[4 * stored.Width * stored.Height];
        SKCodecResult result = GetPixels(codec, new SKImageInfo(stored.Width, stored.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul), rgba);
        return result switch
        {
            SKCodecResult.Success => Orientation.Apply(OnWhite(rgba, stored.Width, stored.Height), codec.EncodedOrigin),
            SKCodecResult.IncompleteInput => throw new CnnVisException($"{name}: the picture is truncated."),
            _ => throw new CnnVisException($"{name}: the picture cannot be decoded ({result})."),
        };
    }

    private static SKCodecResult GetPixels(SKCodec codec, SKImageInfo info, byte[] rgba)
    {
        GCHandle pinned = GCHandle.Alloc(rgba, GCHandleType.Pinned);
        try
        {
            return codec.GetPixels(info, pinned.AddrOfPinnedObject());
        }
        finally
        {
            pinned.Free();
        }
    }

    /// <summary>Models read opaque pictures; what is transparent shows white, as on a page.</summary>
    private static RgbImage OnWhite(byte[] rgba, int width, int height) => RgbImage.Create(width, height, rgb =>
    {
        for (int i = 0; i < width * height; i++)
        {
            int alpha = rgba[(4 * i) + 3];
            for (int channel = 0; channel < 3; channel++)
            {
                rgb[(3 * i) + channel] = (byte)(((rgba[(4 * i) + channel] * alpha) + (255 * (255 - alpha)) + 127) / 255);
            }
        }
    });
}
