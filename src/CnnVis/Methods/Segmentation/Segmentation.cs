using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>
/// How an image is divided into parts that are hidden or shown as wholes. A grid knows nothing of the image; superpixels follow its edges.
/// As text: "grid", "grid:SIDE".
/// </summary>
public sealed class Segmentation : IParsable<Segmentation>
{
    private const int DefaultSide = 7;

    private readonly string _description;
    private readonly Func<ExplanationContext, PixelSegments> _divide;
    private readonly int? _pixels;

    private Segmentation(string description, Func<ExplanationContext, PixelSegments> divide, int? pixels = null)
    {
        _description = description;
        _divide = divide;
        _pixels = pixels;
    }

    /// <summary>Equal rectangles: pixel (y, x) lies in row floor(y * side / height) and column floor(x * side / width).</summary>
    /// <param name="side">Rows, and columns; no more than pixels.</param>
    /// <returns>The segmentation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The side is below 1.</exception>
    public static Segmentation Grid(int side = DefaultSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        return new Segmentation(
            side == DefaultSide ? "grid" : string.Create(CultureInfo.InvariantCulture, $"grid:{side}"),
            context => PixelSegments.Grid(side, context.Input.Shape));
    }

    /// <summary>Segments of your own: from a segmentation network, or drawn by hand.</summary>
    /// <param name="segmentOf">A number from 0 for each pixel of the model's input, row by row. Numbers may be left out.</param>
    /// <returns>The segmentation.</returns>
    public static Segmentation Of(IReadOnlyList<int> segmentOf)
    {
        ArgumentNullException.ThrowIfNull(segmentOf);
        return new Segmentation("own", context => new PixelSegments(segmentOf, context.Input.Shape), segmentOf.Count);
    }

    /// <inheritdoc/>
    public static Segmentation Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out Segmentation? segmentation)
        ? segmentation
        : throw new FormatException("Give grid or grid:SIDE.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Segmentation result)
    {
        string[] parts = (s ?? "").Split(':');
        string? number = parts.Length > 1 ? parts[1] : null;
        result = parts.Length > 2 ? null : parts[0] switch
        {
            "grid" when number is null => Grid(),
            "grid" when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side > 0 => Grid(side),
            _ => null,
        };
        return result is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => _description;

    /// <summary>Refuses segments of another image before anything is computed.</summary>
    internal void RefuseUnfit(ImageShape shape)
    {
        if (_pixels is { } pixels && pixels != shape.PixelCount)
        {
            throw new ArgumentException($"Segments were given for {pixels} pixels, but the image has {shape.Height}x{shape.Width}.");
        }
    }

    internal PixelSegments Divide(ExplanationContext context)
    {
        RefuseUnfit(context.Input.Shape);
        return _divide(context);
    }
}
