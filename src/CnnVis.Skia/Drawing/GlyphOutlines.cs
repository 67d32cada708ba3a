using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>Text as the outlines of its glyphs.</summary>
internal static class GlyphOutlines
{
    /// <summary>The glyphs of a text and where each begins, from the text's left end.</summary>
    public static IEnumerable<(ushort Glyph, float X)> Place(string text, TextStyle style)
    {
        using SKFont font = style.ToFont();
        (ushort[] glyphs, float[] widths) = TextStyle.Place(font, text);
        var placed = new (ushort, float)[glyphs.Length];
        float pen = 0;
        for (int i = 0; i < glyphs.Length; i++)
        {
            placed[i] = (glyphs[i], pen);
            pen += widths[i];
        }

        return placed;
    }

    /// <summary>The outline of a glyph in SVG's words; empty for a space.</summary>
    public static string SvgPath(TextStyle style, ushort glyph)
    {
        using SKFont font = style.ToFont();
        using SKPath? outline = font.GetGlyphPath(glyph);
        return outline?.ToSvgPathData() ?? "";
    }
}
