using System.Numerics;
using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>A picture as three planes of colour, in a space in which distances between colours mean something.</summary>
internal sealed class ColorPlanes
{
    private readonly float[] _values;

    private ColorPlanes(float[] values, int height, int width)
    {
        _values = values;
        Height = height;
        Width = width;
    }

    public int Height { get; }

    public int Width { get; }

    public int PixelCount => Height * Width;

    /// <summary>Red, green and blue, 0 to 255.</summary>
    public static ColorPlanes Rgb(RgbImage picture) => Of(picture, color => color);

    /// <summary>CIE L*a*b* for daylight (D65): equal distances look about equally large. L is 0 to 100.</summary>
    public static ColorPlanes Lab(RgbImage picture) => Of(picture, CieLab.Of);

    public ReadOnlySpan<float> Plane(int channel) => _values.AsSpan(channel * PixelCount, PixelCount);

    public ReadOnlySpan<float> Row(int channel, int y) => Plane(channel).Slice(y * Width, Width);

    public float SquaredDistance(int pixel, int other)
    {
        float sum = 0;
        for (int channel = 0; channel < 3; channel++)
        {
            float difference = _values[(channel * PixelCount) + pixel] - _values[(channel * PixelCount) + other];
            sum += difference * difference;
        }

        return sum;
    }

    public ColorPlanes Scaled(float factor)
    {
        float[] scaled = new float[_values.Length];
        TensorPrimitives.Multiply(_values, factor, scaled);
        return new ColorPlanes(scaled, Height, Width);
    }

    public ColorPlanes Blurred(float sigma) => sigma == 0 ? this : new ColorPlanes(
        BaselineImages.Blurred(new ImageTensor(_values, new ImageShape(3, Height, Width, TensorLayout.Nchw)), sigma), Height, Width);

    private static ColorPlanes Of(RgbImage picture, Func<Vector3, Vector3> convert)
    {
        int pixels = picture.Width * picture.Height;
        float[] values = new float[3 * pixels];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            ReadOnlySpan<byte> bytes = picture.Pixels.Slice(3 * pixel, 3);
            Vector3 color = convert(new Vector3(bytes[0], bytes[1], bytes[2]));
            for (int channel = 0; channel < 3; channel++)
            {
                values[(channel * pixels) + pixel] = color[channel];
            }
        }

        return new ColorPlanes(values, picture.Height, picture.Width);
    }
}
