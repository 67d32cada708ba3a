using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>A(p) = max over channels c (or sum) of |df/dx(c, p)|</summary>
internal sealed class SaliencyMethod(SaliencyOptions options)
{
    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        IReadOnlyList<Heatmap> sums = ElementMaps.OfImage(context, Magnitudes, MapScaling.Stretched);
        return options.Reduction == ChannelReduction.Sum ? sums : [.. sums.Select(map => MaxOverChannels(map.Elements, context.Input.Shape))];
    }

    public static float[][] Magnitudes(ExplanationContext context, ImageBatch batch, int count)
    {
        float[][] gradients = context.Gradients(batch, count);
        Array.ForEach(gradients, gradient => TensorPrimitives.Abs(gradient, gradient));
        return gradients;
    }

    private static Heatmap MaxOverChannels(ReadOnlySpan<float> elements, ImageShape shape)
    {
        float[] largest = new float[shape.PixelCount];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int pixel = 0; pixel < largest.Length; pixel++)
            {
                largest[pixel] = MathF.Max(largest[pixel], elements[shape.IndexOf(channel, pixel / shape.Width, pixel % shape.Width)]);
            }
        }

        return new Heatmap(largest, shape.Height, shape.Width, MapScaling.Stretched, shape);
    }
}
