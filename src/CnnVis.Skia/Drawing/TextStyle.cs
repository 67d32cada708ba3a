using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>How text is set.</summary>
internal sealed record TextStyle(float Size, bool IsBold = false)
{
    private const string Ellipsis = "\u2026";

    public SKFont ToFont() => new(IsBold ? EmbeddedFont.SemiBold : EmbeddedFont.Regular, Size) { Subpixel = true };

    public float Measure(string text)
    {
        using SKFont font = ToFont();
        return Place(font, text).Widths.Sum();
    }

    public static (ushort[] Glyphs, float[] Widths) Place(SKFont font, string text)
    {
        ushort[] glyphs = new ushort[font.CountGlyphs(text)];
        font.GetGlyphs(text, glyphs);
        float[] widths = new float[glyphs.Length];
        font.GetGlyphWidths(glyphs, widths, default);
        return (glyphs, widths);
    }

    /// <summary>The text, its beginning cut off where it is wider than the given width.</summary>
    public string FitEnd(string text, float width)
    {
        string kept = text;
        while (kept.Length > 1 && Measure(kept) > width)
        {
            kept = Ellipsis + kept.TrimStart(Ellipsis[0])[1..];
        }

        return kept;
    }

    /// <summary>The text, its end cut off where it is wider than the given width.</summary>
    public string Fit(string text, float width)
    {
        string kept = text;
        while (kept.Length > 1 && Measure(kept) > width)
        {
            kept = kept.TrimEnd(Ellipsis[0])[..^1].TrimEnd() + Ellipsis;
        }

        return kept;
    }
}
