using System.Numerics;

namespace CnnVis.Methods;

/// <summary>From sRGB to CIE L*a*b* under daylight (IEC 61966-2-1; CIE 15, white D65).</summary>
internal static class CieLab
{
    private const float Edge = 6f / 29;

    private static readonly Vector3 White = new(0.95047f, 1, 1.08883f);

    private static readonly float[] Linear = [.. Enumerable.Range(0, 256).Select(ToLinear)];

    /// <summary>L from 0 to 100, a (green to red) and b (blue to yellow), of whole numbers of red, green and blue from 0 to 255.</summary>
    public static Vector3 Of(Vector3 color)
    {
        (float red, float green, float blue) = (Linear[(int)color.X], Linear[(int)color.Y], Linear[(int)color.Z]);
        Vector3 xyz = new Vector3(
            (0.4124564f * red) + (0.3575761f * green) + (0.1804375f * blue),
            (0.2126729f * red) + (0.7151522f * green) + (0.0721750f * blue),
            (0.0193339f * red) + (0.1191920f * green) + (0.9503041f * blue)) / White;
        (float x, float y, float z) = (Compress(xyz.X), Compress(xyz.Y), Compress(xyz.Z));
        return new Vector3((116 * y) - 16, 500 * (x - y), 200 * (y - z));
    }

    private static float ToLinear(int value)
    {
        double part = value / 255.0;
        return (float)(part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4));
    }

    private static float Compress(float t) => t > Edge * Edge * Edge ? MathF.Cbrt(t) : (t / (3 * Edge * Edge)) + (4f / 29);
}
