namespace CnnVis.Skia.Drawing;

/// <summary>What the colours of a map stand for: the numbers at their ends, and which of them are drawn.</summary>
internal sealed class MapScale
{
    private const float GradientOutliers = 1;

    // Under an overlay, colours near a white or black middle would only wash the picture out: hues begin here, and opacity says how strong they are.
    private const float WeakestHue = 0.22f;

    private readonly float _low;
    private readonly bool _hidesBelow;
    private readonly bool _hidesAbove;

    public MapScale(Heatmap map, MapOptions options)
    {
        _hidesBelow = map.IsSigned && options.Sign == EvidenceSign.Positive;
        _hidesAbove = options.Sign == EvidenceSign.Negative;
        Colors = options.Colors ?? (map.IsSigned ? ColorMap.BlueWhiteRed : ColorMap.Viridis);
        float largest = map.IsSigned ? map.MaxMagnitude : map.Scaling == MapScaling.PositivePart ? Math.Max(map.Max, 0) : map.Max;
        float outliers = options.Outliers ?? (map.Elements.Length > 0 ? GradientOutliers : 0);
        High = options.Scale ?? (outliers > 0 ? Percentile(map, outliers) : largest);
        GoesBeyond = largest > High;
        _low = map.IsSigned ? -High : map.Scaling == MapScaling.PositivePart ? 0 : Math.Min(0, map.Min);
    }

    public IColorMap Colors { get; }

    /// <summary>The number at the lower end of the bar.</summary>
    public float Low => _hidesBelow ? 0 : _low;

    /// <summary>The number that the last colour stands for.</summary>
    public float High { get; }

    /// <summary>The number at the upper end of the bar.</summary>
    public float Top => _hidesAbove ? 0 : High;

    /// <summary>True where some numbers are larger than what the last colour stands for.</summary>
    public bool GoesBeyond { get; }

    /// <summary>The place of a number among the colours, 0 to 1; those of a sign that is not drawn count as zero.</summary>
    public float PositionOf(float number)
    {
        float drawn = (number < 0 && _hidesBelow) || (number > 0 && _hidesAbove) ? 0 : number;
        return High > _low ? Math.Clamp((drawn - _low) / (High - _low), 0, 1) : Colors.IsDiverging ? 0.5f : 0;
    }

    /// <summary>How strong a place among the colours is, 0 to 1.</summary>
    public float StrengthAt(float position)
    {
        float number = _low + (position * (High - _low));
        return High > 0 ? Math.Min(Math.Abs(number) / Math.Max(High, -_low), 1) : 0;
    }

    /// <summary>The colour of a place under an overlay.</summary>
    public RgbValues HueAt(float position) => !Colors.IsDiverging ? Colors.ColorAt(position)
        : Colors.ColorAt(position < 0.5f ? Math.Min(position, 0.5f - WeakestHue) : Math.Max(position, 0.5f + WeakestHue));

    // A few pixels of gradients lie far above all others: scaled by them, everything else would be invisible.
    private static float Percentile(Heatmap map, float outliers)
    {
        float[] magnitudes = [.. map.Values.ToArray().Select(number => map.Scaling == MapScaling.PositivePart ? Math.Max(number, 0) : Math.Abs(number))];
        Array.Sort(magnitudes);
        return magnitudes[(int)((magnitudes.Length - 1) * (1 - (outliers / 100)))];
    }
}
