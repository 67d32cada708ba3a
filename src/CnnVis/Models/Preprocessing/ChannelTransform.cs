namespace CnnVis.Models;

/// <summary>What happens to the values of one channel of the model's input.</summary>
internal readonly record struct ChannelTransform(int? Color, float Scale, float Mean, float Std, float Padding)
{
    public static ChannelTransform For(Preprocessing preprocessing, int channel, int channels)
    {
        if (channels == 1)
        {
            return new ChannelTransform(
                null, preprocessing.Scale, preprocessing.Mean.Luma, preprocessing.Std.Luma, preprocessing.PadColor.Luma);
        }

        int color = preprocessing.ChannelOrder == ChannelOrder.Rgb ? channel : 2 - channel;
        return new ChannelTransform(
            color, preprocessing.Scale, preprocessing.Mean[color], preprocessing.Std[color], preprocessing.PadColor[color]);
    }

    public float Apply(float value) => ((value * Scale) - Mean) / Std;

    public float Of(RgbValues color) => Color is { } index ? color[index] : color.Luma;

    /// <summary>The channel's values of a whole picture, 0 to 255.</summary>
    public float[] Extract(RgbImage image)
    {
        ReadOnlySpan<byte> pixels = image.Pixels;
        float[] plane = new float[image.Width * image.Height];
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = Of(new RgbValues(pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]));
        }

        return plane;
    }
}
