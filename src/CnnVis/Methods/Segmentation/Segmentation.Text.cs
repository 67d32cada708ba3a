using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CnnVis;

/// <content>Segmentations as text.</content>
public sealed partial class Segmentation
{
    /// <inheritdoc/>
    public static Segmentation Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out Segmentation? segmentation)
        ? segmentation
        : throw new FormatException("Give grid, slic, quickshift or felzenszwalb, with numbers if you like: grid:7, slic:50, quickshift:4, felzenszwalb:100.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Segmentation result)
    {
        string[] parts = (s ?? "").Split(':');
        float[] numbers = [.. parts.Skip(1).Select(Number)];
        result = (parts[0], numbers) switch
        {
            ("grid", []) => Grid(),
            ("grid", [>= 1 and float side]) when float.IsInteger(side) => Grid((int)side),
            ("slic", []) => Slic(),
            ("slic", [>= 1 and float count]) when float.IsInteger(count) => Slic((int)count),
            ("slic", [>= 1 and float count, > 0 and float compactness]) when float.IsInteger(count) => Slic((int)count, compactness),
            ("quickshift", []) => Quickshift(),
            ("quickshift", [>= SmallestWidth and <= LargestWidth and float kernelSize]) => Quickshift(kernelSize),
            ("quickshift", [>= SmallestWidth and <= LargestWidth and float kernelSize, > 0 and float distance]) => Quickshift(kernelSize, distance),
            ("quickshift", [>= SmallestWidth and <= LargestWidth and float kernelSize, > 0 and float distance, >= 0 and float ratio]) => Quickshift(kernelSize, distance, ratio),
            ("felzenszwalb", []) => Felzenszwalb(),
            ("felzenszwalb", [> 0 and float scale]) => Felzenszwalb(scale),
            ("felzenszwalb", [> 0 and float scale, (0 or (>= SmallestWidth and <= LargestWidth)) and float sigma]) => Felzenszwalb(scale, sigma),
            ("felzenszwalb", [> 0 and float scale, (0 or (>= SmallestWidth and <= LargestWidth)) and float sigma, >= 1 and float size]) when float.IsInteger(size) =>
                Felzenszwalb(scale, sigma, (int)size),
            _ => null,
        };
        return result is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => _description;

    private static float Number(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number) ? number : float.NaN;

    private static string Text(string name, params float[] numbers) =>
        string.Join(':', [name, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]);
}
