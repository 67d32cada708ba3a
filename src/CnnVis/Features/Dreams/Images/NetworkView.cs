using CnnVis.Models;

namespace CnnVis.Features.Dreams;

/// <summary>How the network sees pictures of 0 to 1: moved, at its own size, as its preprocessing turns colours into numbers. Affine, with its adjoint.</summary>
internal sealed class NetworkView(Preprocessing preprocessing, DreamPicture picture, ImageShape input)
{
    private const float White = 255;

    private readonly ChannelTransform[] _channels =
        [.. Enumerable.Range(0, input.Channels).Select(channel => ChannelTransform.For(preprocessing, channel, input.Channels))];

    public AffineWarp Moved(Motion motion) => new(picture.Height, picture.Width, input.Height, input.Width, motion);

    /// <summary>Writes one image as the network reads it.</summary>
    public void Write(ReadOnlySpan<float> pixels, AffineWarp warp, Span<float> image)
    {
        for (int channel = 0; channel < input.Channels; channel++)
        {
            ChannelTransform transform = _channels[channel];
            ReadOnlySpan<float> plane = pixels.Slice(PlaneOf(channel), picture.PixelCount);
            (int start, int stride) = Places(channel);
            for (int place = 0; place < input.PixelCount; place++)
            {
                image[start + (place * stride)] = transform.Apply(warp.Sample(plane, place) * White);
            }
        }
    }

    /// <summary>From a gradient with respect to the network's input to one with respect to the pixels.</summary>
    public float[] Backward(ReadOnlySpan<float> imageGradient, AffineWarp warp)
    {
        float[] gradient = new float[picture.Length];
        for (int channel = 0; channel < input.Channels; channel++)
        {
            float slope = White * _channels[channel].Scale / _channels[channel].Std;
            Span<float> plane = gradient.AsSpan(PlaneOf(channel), picture.PixelCount);
            (int start, int stride) = Places(channel);
            for (int place = 0; place < input.PixelCount; place++)
            {
                warp.Spread(slope * imageGradient[start + (place * stride)], place, plane);
            }
        }

        return gradient;
    }

    private int PlaneOf(int channel) => (_channels[channel].Color ?? 0) * picture.PixelCount;

    private (int Start, int Stride) Places(int channel) => (input.IndexOf(channel, 0, 0), input.Layout == TensorLayout.Nchw ? 1 : input.Channels);
}
