using System.Numerics;

namespace CnnVis.Features.Diagnoses;

/// <summary>How much numbers differ that lie side by side when an image is read in a layout: mean squared differences.</summary>
/// <param name="Places">Of neighbours in a row, and in a column. In a picture they are nearly alike.</param>
/// <param name="Colors">Of the colours of a pixel, apart from what their means differ.</param>
internal readonly record struct Roughness(double Places, double Colors)
{
    private const int MostRows = 256;

    public static ImageShape Other(ImageShape shape) =>
        shape with { Layout = shape.Layout == TensorLayout.Nchw ? TensorLayout.Nhwc : TensorLayout.Nchw };

    /// <summary>Measures at most so many rows.</summary>
    public static Roughness Of<T>(ReadOnlySpan<T> values, ImageShape shape)
        where T : struct, INumberBase<T>
    {
        int step = 1 + ((shape.Height - 1) / MostRows);
        double[] means = Means(values, shape, step);
        (double places, double colors, long count) = (0, 0, 0);
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            double offset = channel > 0 ? means[channel] - means[channel - 1] : 0;
            for (int y = 1; y < shape.Height; y += step)
            {
                for (int x = 1; x < shape.Width; x++)
                {
                    double here = At(values, shape, channel, y, x);
                    double left = here - At(values, shape, channel, y, x - 1);
                    double above = here - At(values, shape, channel, y - 1, x);
                    double color = channel > 0 ? here - At(values, shape, channel - 1, y, x) - offset : 0;
                    places += (left * left) + (above * above);
                    colors += color * color;
                    count++;
                }
            }
        }

        return count == 0 ? default : new Roughness(places / count, colors / count);
    }

    private static double[] Means<T>(ReadOnlySpan<T> values, ImageShape shape, int step)
        where T : struct, INumberBase<T>
    {
        double[] means = new double[shape.Channels];
        for (int channel = 0; channel < means.Length; channel++)
        {
            long count = 0;
            for (int y = 0; y < shape.Height; y += step)
            {
                for (int x = 0; x < shape.Width; x++, count++)
                {
                    means[channel] += At(values, shape, channel, y, x);
                }
            }

            means[channel] /= count;
        }

        return means;
    }

    private static double At<T>(ReadOnlySpan<T> values, ImageShape shape, int channel, int y, int x)
        where T : struct, INumberBase<T> => double.CreateTruncating(values[shape.IndexOf(channel, y, x)]);
}
