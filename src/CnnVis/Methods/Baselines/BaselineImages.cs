using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>Computes images that stand for "nothing there".</summary>
internal static class BaselineImages
{
    public static float[] Uniform(ImageShape shape, float[] perChannel)
    {
        float[] values = new float[shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = shape.Layout == TensorLayout.Nchw ? i / shape.PixelCount : i % shape.Channels;
            values[i] = perChannel[channel];
        }

        return values;
    }

    public static float[] ChannelMeans(ImageTensor image) =>
        [.. Enumerable.Range(0, image.Shape.Channels).Select(channel => TensorPrimitives.Sum<float>(Plane(image, channel)) / image.Shape.PixelCount)];

    public static float[] Blurred(ImageTensor image, float sigma)
    {
        ImageShape shape = image.Shape;
        float[] kernel = GaussianKernel(sigma);
        float[] blurred = new float[shape.ElementCount];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            float[] plane = Convolve(Plane(image, channel), shape.Height, shape.Width, kernel);
            for (int i = 0; i < plane.Length; i++)
            {
                blurred[shape.IndexOf(channel, i / shape.Width, i % shape.Width)] = plane[i];
            }
        }

        return blurred;
    }

    /// <summary>Normal random numbers with each channel's own mean and standard deviation.</summary>
    public static float[] Noise(ImageTensor image, int seed)
    {
        ImageShape shape = image.Shape;
        var random = new CounterRandom(seed);
        float[] noise = new float[shape.ElementCount];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            float[] plane = Plane(image, channel);
            (float mean, float deviation) = (TensorPrimitives.Average<float>(plane), TensorPrimitives.StdDev<float>(plane));
            for (int pixel = 0; pixel < plane.Length; pixel++)
            {
                noise[shape.IndexOf(channel, pixel / shape.Width, pixel % shape.Width)] = mean + (deviation * random.Normal(channel, pixel));
            }
        }

        return noise;
    }

    private static float[] Plane(ImageTensor image, int channel)
    {
        ImageShape shape = image.Shape;
        float[] plane = new float[shape.PixelCount];
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = image.Values[shape.IndexOf(channel, i / shape.Width, i % shape.Width)];
        }

        return plane;
    }

    private static float[] GaussianKernel(float sigma)
    {
        int radius = Math.Max(1, (int)MathF.Ceiling(3 * sigma));
        float[] kernel = new float[(2 * radius) + 1];
        for (int i = 0; i < kernel.Length; i++)
        {
            kernel[i] = MathF.Exp(-(i - radius) * (i - radius) / (2 * sigma * sigma));
        }

        TensorPrimitives.Divide(kernel, TensorPrimitives.Sum<float>(kernel), kernel);
        return kernel;
    }

    /// <summary>Blurs rows, then columns; outside the image its border goes on.</summary>
    private static float[] Convolve(float[] plane, int height, int width, float[] kernel)
    {
        int radius = kernel.Length / 2;
        float[] rows = new float[plane.Length];
        float[] padded = new float[width + (2 * radius)];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> row = plane.AsSpan(y * width, width);
            padded.AsSpan(0, radius).Fill(row[0]);
            row.CopyTo(padded.AsSpan(radius));
            padded.AsSpan(radius + width).Fill(row[^1]);
            for (int x = 0; x < width; x++)
            {
                rows[(y * width) + x] = TensorPrimitives.Dot(padded.AsSpan(x, kernel.Length), kernel);
            }
        }

        float[] blurred = new float[plane.Length];
        for (int y = 0; y < height; y++)
        {
            Span<float> target = blurred.AsSpan(y * width, width);
            for (int k = 0; k < kernel.Length; k++)
            {
                int source = Math.Clamp(y + k - radius, 0, height - 1);
                TensorPrimitives.MultiplyAdd(rows.AsSpan(source * width, width), kernel[k], target, target);
            }
        }

        return blurred;
    }
}
