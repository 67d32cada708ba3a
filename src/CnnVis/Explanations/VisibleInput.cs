using System.Numerics.Tensors;

namespace CnnVis.Explanations;

/// <summary>Turns an input back into a picture.</summary>
internal static class VisibleInput
{
    public static RgbImage Of(ImageTensor input, InputColors? colors)
    {
        ImageShape shape = input.Shape;
        (float low, float high) = (TensorPrimitives.Min(input.Values), TensorPrimitives.Max(input.Values));
        float[] channels = new float[shape.Channels];
        return RgbImage.Create(shape.Width, shape.Height, pixels =>
        {
            for (int pixel = 0; pixel < shape.PixelCount; pixel++)
            {
                for (int channel = 0; channel < channels.Length; channel++)
                {
                    channels[channel] = input.Values[shape.IndexOf(channel, pixel / shape.Width, pixel % shape.Width)];
                }

                RgbValues color = colors?.ToColor(channels) ?? Stretched(channels, low, high);
                for (int part = 0; part < 3; part++)
                {
                    pixels[(3 * pixel) + part] = (byte)Math.Clamp(MathF.Round(color[part]), 0, 255);
                }
            }
        });
    }

    private static RgbValues Stretched(float[] channels, float low, float high)
    {
        float factor = high > low ? 255 / (high - low) : 0;
        return channels.Length == 3
            ? new RgbValues((channels[0] - low) * factor, (channels[1] - low) * factor, (channels[2] - low) * factor)
            : (TensorPrimitives.Average<float>(channels) - low) * factor;
    }
}
