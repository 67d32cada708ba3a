using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis.Features.Dreams;

/// <summary>
/// A picture as a function of numbers that are easy to optimise: waves, long ones stronger by 1 / frequency^decay, mixed into colours and
/// squeezed between 0 and 1 by a sigmoid. A step then changes large and small shapes alike, not single pixels (Olah et al., 2017).
/// </summary>
internal sealed class DreamPicture
{
    // The scale at which lucid's spectra start: sqrt(2) because a real coefficient stands for two conjugate ones, over 4.
    private const float WaveScale = 0.35355339f;

    private const float White = 255;

    // Where the sigmoid is still steep enough to leave.
    private const float NearestToBlackOrWhite = 0.02f;

    private readonly RealFourier _fourier;
    private readonly float[] _scale;

    public DreamPicture(int channels, int height, int width, float decay)
    {
        (Channels, Height, Width) = (channels, height, width);
        _fourier = new RealFourier(height, width);
        double lowest = 1.0 / Math.Max(height, width);
        _scale = [.. Enumerable.Range(0, PixelCount).Select(
            i => WaveScale / (float)Math.Pow(Math.Max(_fourier.Frequency(i / width, i % width), lowest), decay))];
    }

    /// <summary>Red, green and blue, or grey alone.</summary>
    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public int PixelCount => Height * Width;

    /// <summary>How many numbers describe a picture, and how many pixel values it has.</summary>
    public int Length => Channels * PixelCount;

    /// <summary>The picture, 0 to 1, channel after channel.</summary>
    public float[] Draw(ReadOnlyMemory<float> waves)
    {
        float[] pixels = new float[Length];
        Parallel.For(0, Channels, channel =>
        {
            float[] scaled = new float[PixelCount];
            TensorPrimitives.Multiply(Plane(waves, channel).Span, _scale, scaled);
            _fourier.Transform(scaled).CopyTo(Plane(pixels, channel));
        });
        if (Channels == 3)
        {
            ColorDecorrelation.ToColors(pixels);
        }

        TensorPrimitives.Sigmoid<float>(pixels, pixels);
        return pixels;
    }

    /// <summary>From a gradient with respect to the pixels that were drawn to one with respect to the waves.</summary>
    public float[] Backward(float[] pixels, float[] pixelGradient)
    {
        float[] gradient = new float[Length];
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = pixelGradient[i] * pixels[i] * (1 - pixels[i]);
        }

        if (Channels == 3)
        {
            ColorDecorrelation.Adjoint(gradient);
        }

        Parallel.For(0, Channels, channel =>
        {
            Span<float> plane = gradient.AsSpan(channel * PixelCount, PixelCount);
            TensorPrimitives.Multiply(_fourier.Transform(plane), _scale, plane);
        });
        return gradient;
    }

    /// <summary>The waves that draw a picture; what is almost black or white comes a little greyer.</summary>
    public float[] WavesOf(ReadOnlySpan<float> pixels)
    {
        float[] waves = new float[Length];
        for (int i = 0; i < waves.Length; i++)
        {
            float value = Math.Clamp(pixels[i], NearestToBlackOrWhite, 1 - NearestToBlackOrWhite);
            waves[i] = MathF.Log(value / (1 - value));
        }

        if (Channels == 3)
        {
            ColorDecorrelation.FromColors(waves);
        }

        for (int channel = 0; channel < Channels; channel++)
        {
            Span<float> plane = waves.AsSpan(channel * PixelCount, PixelCount);
            TensorPrimitives.Divide(_fourier.Transform(plane), _scale, plane);
        }

        return waves;
    }

    /// <summary>Pixels of 0 to 1 as a picture.</summary>
    public RgbImage ToImage(float[] pixels) => RgbImage.Create(Width, Height, bytes =>
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)MathF.Round(pixels[(i % 3 % Channels * PixelCount) + (i / 3)] * White);
        }
    });

    /// <summary>The pixels of a picture of this size, 0 to 1.</summary>
    public float[] PixelsOf(RgbImage image)
    {
        float[] pixels = new float[Length];
        for (int channel = 0; channel < Channels; channel++)
        {
            float[] values = ChannelTransform.For(Preprocessing.None, channel, Channels).Extract(image);
            TensorPrimitives.Divide(values, White, Plane(pixels, channel));
        }

        return pixels;
    }

    private ReadOnlyMemory<float> Plane(ReadOnlyMemory<float> planes, int channel) => planes.Slice(channel * PixelCount, PixelCount);

    private Span<float> Plane(float[] planes, int channel) => planes.AsSpan(channel * PixelCount, PixelCount);
}
