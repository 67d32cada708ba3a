using System.Numerics;

namespace CnnVis.Explanations;

/// <summary>What pixels of a model's input look like: the inverse of how colours become inputs, where that is linear, as in every known preprocessing.</summary>
internal sealed class InputColors
{
    private const float MiddleGrey = 128;

    // Preprocessing may round to whole numbers.
    private const float LargestError = 2;

    private readonly Vector3 _black;
    private readonly Matrix4x4 _toColor;

    private InputColors(Vector3 black, Matrix4x4 toColor)
    {
        _black = black;
        _toColor = toColor;
    }

    /// <summary>
    /// Finds the inverse by asking how a few colours are read; null where two colours are read alike, or a grey between is not read between: an
    /// application's own way need not be linear.
    /// </summary>
    public static InputColors? Of(Func<RgbValues, float[]> read)
    {
        float[] black = read(0);
        InputColors? colors = black.Length == 1 ? OfGrey(black[0], read) : OfColors(Vector(black), read);
        return colors is not null && MathF.Abs(colors.ToColor(read(MiddleGrey)).Red - MiddleGrey) <= LargestError ? colors : null;
    }

    private static InputColors? OfGrey(float black, Func<RgbValues, float[]> read)
    {
        float step = (read(255)[0] - black) / 255;
        return step == 0
            ? null
            : new InputColors(new Vector3(black, 0, 0), new Matrix4x4(1 / step, 1 / step, 1 / step, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
    }

    private static InputColors? OfColors(Vector3 black, Func<RgbValues, float[]> read)
    {

        Vector3 red = (Vector(read((255, 0, 0))) - black) / 255;
        Vector3 green = (Vector(read((0, 255, 0))) - black) / 255;
        Vector3 blue = (Vector(read((0, 0, 255))) - black) / 255;
        var fromColor = new Matrix4x4(red.X, red.Y, red.Z, 0, green.X, green.Y, green.Z, 0, blue.X, blue.Y, blue.Z, 0, 0, 0, 0, 1);
        return Matrix4x4.Invert(fromColor, out Matrix4x4 toColor) ? new InputColors(black, toColor) : null;
    }

    /// <summary>Red, green and blue, 0 to 255 for what a picture can hold.</summary>
    public RgbValues ToColor(ReadOnlySpan<float> channels)
    {
        var color = Vector3.TransformNormal(Vector(channels) - _black, _toColor);
        return new RgbValues(color.X, color.Y, color.Z);
    }

    private static Vector3 Vector(ReadOnlySpan<float> channels) => channels.Length == 1 ? new Vector3(channels[0], 0, 0) : new Vector3(channels);
}
