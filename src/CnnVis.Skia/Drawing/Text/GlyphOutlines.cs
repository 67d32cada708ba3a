using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>Glyphs as outlines.</summary>
internal static class GlyphOutlines
{
    /// <summary>The outline of a glyph, or null for a space.</summary>
    public static SKPath? Of(Glyph glyph, float size)
    {
        using var font = new SKFont(glyph.Typeface, size) { Subpixel = true };
        return font.GetGlyphPath(glyph.Index);
    }

    /// <summary>The outline of a glyph in SVG's words; empty for a space.</summary>
    public static string SvgPath(Glyph glyph, float size)
    {
        using SKPath? outline = Of(glyph, size);
        return outline?.ToSvgPathData() ?? "";
    }
}
