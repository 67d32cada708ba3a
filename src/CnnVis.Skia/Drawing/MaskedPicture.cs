using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>A picture of which only a part is left as it is.</summary>
internal static class MaskedPicture
{
    private const float Darkness = 0.22f;
    private const float BlurShare = 0.03f;
    private const float BlurReach = 4;

    // Around what is kept the picture fades out, so that the edge is not taken for one of the picture: by numbers down to this share below the threshold.
    private const float Softness = 0.3f;

    /// <summary>Keeps what has numbers of at least a threshold.</summary>
    public static RgbImage Of(RgbImage picture, Heatmap map, ImageGeometry geometry, float threshold, MaskOutside outside)
    {
        RgbImage rest = outside == MaskOutside.Blurred ? Blurred(picture) : Darkened(picture);
        MapSampler numbers = MapSampler.Over(map, picture.Width, picture.Height, geometry, isSmooth: true);
        return RgbImage.Create(picture.Width, picture.Height, pixels =>
        {
            var row = new float[picture.Width];
            for (int y = 0; y < picture.Height; y++)
            {
                numbers.Read(y, row);
                for (int x = 0; x < picture.Width; x++)
                {
                    bool isSeen = x >= numbers.FirstColumn && x < numbers.EndColumn && numbers.Shows(y);
                    float kept = isSeen ? Kept(row[x], threshold) : 0;
                    for (int channel = 0; channel < 3; channel++)
                    {
                        int i = (3 * ((y * picture.Width) + x)) + channel;
                        pixels[i] = (byte)(float.Lerp(rest.Pixels[i], picture.Pixels[i], kept) + 0.5f);
                    }
                }
            }
        });
    }

    private static float Kept(float number, float threshold)
    {
        float share = Math.Clamp(1 + ((number - threshold) / (Softness * threshold)), 0, 1);
        return float.IsInfinity(threshold) ? 0 : share * share * (3 - (2 * share));
    }

    private static RgbImage Darkened(RgbImage picture) => RgbImage.Create(picture.Width, picture.Height, pixels =>
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((Darkness * picture.Pixels[i]) + 0.5f);
        }
    });

    private static RgbImage Blurred(RgbImage picture)
    {
        float sigma = BlurShare * Math.Max(picture.Width, picture.Height);
        var canvas = new Canvas(picture.Width, picture.Height, 0);
        canvas.OnSkia(skia =>
        {
            using SKImage image = PictureEncoder.ToSkia(picture);
            using SKShader beyondItsEdges = image.ToShader(SKShaderTileMode.Clamp, SKShaderTileMode.Clamp);
            using SKImageFilter blur = SKImageFilter.CreateBlur(sigma, sigma);
            using var paint = new SKPaint { Shader = beyondItsEdges, ImageFilter = blur };
            float reach = BlurReach * sigma;
            skia.DrawRect(-reach, -reach, picture.Width + (2 * reach), picture.Height + (2 * reach), paint);
        });
        return canvas.ToImage();
    }
}
