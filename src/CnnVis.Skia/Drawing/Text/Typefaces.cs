using System.Collections.Concurrent;
using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>
/// Finds fonts of the machine that have a letter. The families are searched one by one: SKFontManager.MatchCharacter finds nothing in the build of Skia that needs no
/// other library.
/// </summary>
internal static class Typefaces
{
    private static readonly string[] Unlike = ["Serif", "Mono", "Condensed", "Emoji", "Sharp"];

    private static readonly ConcurrentDictionary<string, SKTypeface?> Found = new(StringComparer.Ordinal);

    private static readonly Lazy<string[]> Families = new(() =>
        [.. SKFontManager.Default.FontFamilies.OrderBy(family => Unlike.Count(word => family.Contains(word, StringComparison.Ordinal))).ThenBy(family => family, StringComparer.Ordinal)]);

    /// <summary>A font that has a letter: the given one if it can, else one of the machine, or null.</summary>
    public static SKTypeface? For(string letter, SKTypeface first) => Has(first, letter) ? first : Found.GetOrAdd(letter, Search);

    public static bool Has(SKTypeface typeface, string letter) => letter.EnumerateRunes().All(rune => IsInvisible(rune) || typeface.GetGlyph(rune.Value) != 0);

    private static SKTypeface? Search(string letter)
    {
        // Once found, a font serves the letters that follow too, so that a word is not set in several.
        SKTypeface? known = Found.Values.FirstOrDefault(typeface => typeface is not null && Has(typeface, letter));
        return known ?? Families.Value.Select(family => SKFontManager.Default.MatchFamily(family)).FirstOrDefault(typeface => typeface is not null && Has(typeface, letter));
    }

    // Joiners and selectors change the glyphs beside them and have none of their own.
    private static bool IsInvisible(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Control
        || rune.Value is >= 0xFE00 and <= 0xFE0F;
}
