using System.Globalization;
using CnnVis.Skia.Drawing;

namespace CnnVis.Skia.ColorMaps;

/// <summary>A colour map from samples at even steps, straight lines between them.</summary>
internal sealed class SampledColorMap : IColorMap
{
    private readonly RgbValues[] _samples;

    private SampledColorMap(string samples, bool isDiverging)
    {
        _samples = [.. samples.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        IsDiverging = isDiverging;
    }

    public bool IsDiverging { get; }

    /// <param name="samples">Colours as hexadecimal digits, from the smallest number to the largest.</param>
    public static SampledColorMap Sequential(string samples) => new(samples, isDiverging: false);

    /// <param name="samples">Colours as hexadecimal digits, the neutral one in the middle.</param>
    public static SampledColorMap Diverging(string samples) => new(samples, isDiverging: true);

    public RgbValues ColorAt(float position)
    {
        float place = Math.Clamp(float.IsNaN(position) ? 0 : position, 0, 1) * (_samples.Length - 1);
        int below = Math.Min((int)place, _samples.Length - 2);
        return RgbBlending.Mix(_samples[below], _samples[below + 1], place - below);
    }

    private static RgbValues Parse(string digits)
    {
        int rgb = int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new RgbValues(rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff);
    }
}
