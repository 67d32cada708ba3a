using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using HarfBuzzSharp;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace CnnVis.Skia.Drawing;

/// <summary>
/// Sets text: HarfBuzz chooses and places the glyphs, so that kerning, joined letters and scripts from right to left come out right. What the embedded font lacks
/// comes from a font of the machine.
/// </summary>
internal static class TextShaper
{
    private const string Unknown = "?";

    private static readonly ConcurrentDictionary<SKTypeface, Lazy<Font>> Fonts = new();

    public static ShapedText Shape(string text, TextStyle style)
    {
        var glyphs = new List<Glyph>();
        var missing = new List<string>();
        float pen = 0;
        foreach ((string part, SKTypeface typeface) in Runs(text, style.IsBold, missing))
        {
            pen = Append(glyphs, part, typeface, style.Size, pen);
        }

        return new ShapedText(glyphs, pen, missing);
    }

    /// <summary>Pieces of the text, each with one font that has all its letters.</summary>
    private static IEnumerable<(string Part, SKTypeface Typeface)> Runs(string text, bool isBold, List<string> missing)
    {
        SKTypeface main = isBold ? EmbeddedFont.SemiBold : EmbeddedFont.Regular;
        var run = new System.Text.StringBuilder();
        SKTypeface current = main;
        TextElementEnumerator letters = StringInfo.GetTextElementEnumerator(text);
        while (letters.MoveNext())
        {
            string letter = letters.GetTextElement();
            // Spaces and signs between words of another script stay with them: their order is that of the script.
            SKTypeface? typeface = current != main && letter.All(IsNeutral) && Typefaces.Has(current, letter) ? current : Typefaces.For(letter, main);
            if (typeface is null)
            {
                missing.Add(letter);
                (letter, typeface) = (Unknown, main);
            }

            if (typeface != current && run.Length > 0)
            {
                // The space behind words from right to left is on their right, before what follows.
                string words = run.ToString().TrimEnd();
                yield return (words, current);
                run.Remove(0, words.Length);
            }

            current = typeface;
            run.Append(letter);
        }

        if (run.Length > 0)
        {
            yield return (run.ToString(), current);
        }
    }

    private static bool IsNeutral(char letter) => char.IsWhiteSpace(letter) || char.IsPunctuation(letter);

    private static float Append(List<Glyph> glyphs, string text, SKTypeface typeface, float size, float pen)
    {
        using var buffer = new Buffer();
        buffer.AddUtf16(text);
        buffer.GuessSegmentProperties();
        FontOf(typeface).Shape(buffer);
        float scale = size / typeface.UnitsPerEm;
        ReadOnlySpan<GlyphInfo> infos = buffer.GetGlyphInfoSpan();
        ReadOnlySpan<GlyphPosition> positions = buffer.GetGlyphPositionSpan();
        for (int i = 0; i < infos.Length; i++)
        {
            glyphs.Add(new Glyph(typeface, (ushort)infos[i].Codepoint, pen + (scale * positions[i].XOffset), -scale * positions[i].YOffset));
            pen += scale * positions[i].XAdvance;
        }

        return pen;
    }

    private static Font FontOf(SKTypeface typeface) => Fonts.GetOrAdd(typeface, face => new Lazy<Font>(() => Open(face))).Value;

    private static Font Open(SKTypeface typeface)
    {
        using SKStreamAsset file = typeface.OpenStream(out int index);
        byte[] bytes = new byte[file.Length];
        file.Read(bytes, bytes.Length);
        GCHandle pinned = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        using var blob = new Blob(pinned.AddrOfPinnedObject(), bytes.Length, MemoryMode.ReadOnly, pinned.Free);
        using var face = new Face(blob, index);
        var font = new Font(face);
        font.SetScale(typeface.UnitsPerEm, typeface.UnitsPerEm);
        font.SetFunctionsOpenType();
        return font;
    }
}
