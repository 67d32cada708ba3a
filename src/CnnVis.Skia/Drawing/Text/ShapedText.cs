namespace CnnVis.Skia.Drawing;

/// <summary>A text as it is drawn.</summary>
/// <param name="Glyphs">The glyphs from left to right.</param>
/// <param name="Width">How far the text reaches.</param>
/// <param name="Missing">Its letters that no font on this machine has; a question mark stands for each.</param>
internal sealed record ShapedText(IReadOnlyList<Glyph> Glyphs, float Width, IReadOnlyList<string> Missing);
