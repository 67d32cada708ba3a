namespace CnnVis.Features.Dreams;

/// <summary>What a picture costs: its total variation and its distance from grey, each as a mean.</summary>
internal static class PicturePenalties
{
    private const float Grey = 0.5f;

    /// <summary>Takes the slope of the weighted penalties from a gradient with respect to the pixels.</summary>
    public static void Subtract(DreamOptions options, DreamPicture picture, ReadOnlySpan<float> pixels, Span<float> gradient)
    {
        if (options.L1 > 0)
        {
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] -= options.L1 / gradient.Length * MathF.Sign(pixels[i] - Grey);
            }
        }

        if (options.TotalVariation > 0)
        {
            SubtractVariation(options.TotalVariation / gradient.Length, picture, pixels, gradient);
        }
    }

    private static void SubtractVariation(float weight, DreamPicture picture, ReadOnlySpan<float> pixels, Span<float> gradient)
    {
        for (int i = 0; i < gradient.Length; i++)
        {
            int place = i % picture.PixelCount;
            if ((place + 1) % picture.Width != 0)
            {
                SubtractDifference(weight, i, i + 1, pixels, gradient);
            }

            if (place + picture.Width < picture.PixelCount)
            {
                SubtractDifference(weight, i, i + picture.Width, pixels, gradient);
            }
        }
    }

    private static void SubtractDifference(float weight, int a, int b, ReadOnlySpan<float> pixels, Span<float> gradient)
    {
        float slope = weight * MathF.Sign(pixels[a] - pixels[b]);
        gradient[a] -= slope;
        gradient[b] += slope;
    }
}
