using System.Numerics;

namespace CnnVis.Features.Diagnoses;

/// <summary>
/// How much neighbouring pixels differ. Those of a picture are nearly alike; numbers read in the wrong layout put other colours or far places side by
/// side.
/// </summary>
internal static class Roughness
{
    private const int MostRows = 256;

    public static ImageShape Other(ImageShape shape) =>
        shape with { Layout = shape.Layout == TensorLayout.Nchw ? TensorLayout.Nhwc : TensorLayout.Nchw };

    /// <summary>The mean squared difference of neighbours in a row and in a column, of at most so many rows.</summary>
    public static double Of<T>(ReadOnlySpan<T> values, ImageShape shape)
        where T : struct, INumberBase<T>
    {
        int step = 1 + ((shape.Height - 1) / MostRows);
        double sum = 0;
        long count = 0;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int y = 1; y < shape.Height; y += step)
            {
                for (int x = 1; x < shape.Width; x++)
                {
                    double here = double.CreateTruncating(values[shape.IndexOf(channel, y, x)]);
                    double left = here - double.CreateTruncating(values[shape.IndexOf(channel, y, x - 1)]);
                    double above = here - double.CreateTruncating(values[shape.IndexOf(channel, y - 1, x)]);
                    sum += (left * left) + (above * above);
                    count += 2;
                }
            }
        }

        return count == 0 ? 0 : sum / count;
    }
}
