using CnnVis.Skia.Drawing;

namespace CnnVis.Skia.Tests;

public class TextShaperTests
{
    // In a plane for private use: no font has it.
    private const string Nowhere = "\U0010FFFD";

    private static readonly TextStyle Style = new(20);

    [Fact]
    public void Pairs_AreKerned() => Assert.True(Style.Measure("AVAVAV") < Style.Measure("A") * 3 + Style.Measure("V") * 3);

    [Fact]
    public void Glyphs_StandInOrder_AndTheWidthIsTheirs()
    {
        ShapedText shaped = TextShaper.Shape("Conv 3×3, stride 2", Style);

        Assert.Equal(shaped.Glyphs.Select(glyph => glyph.X).Order(), shaped.Glyphs.Select(glyph => glyph.X));
        Assert.True(shaped.Width > shaped.Glyphs[^1].X);
        Assert.Empty(shaped.Missing);
        Assert.All(shaped.Glyphs, glyph => Assert.NotEqual(0, glyph.Index));
    }

    [Fact]
    public void ALetterThatNoFontHas_IsNamed_AndAQuestionMarkStandsForIt()
    {
        ShapedText shaped = TextShaper.Shape($"a{Nowhere}b", Style);

        Assert.Equal([Nowhere], shaped.Missing);
        Assert.Equal(TextShaper.Shape("a?b", Style).Glyphs.Select(glyph => glyph.Index), shaped.Glyphs.Select(glyph => glyph.Index));
    }

    /// <summary>Letters of a joined script have other forms inside a word than alone, and the first is rightmost. Where no font has them, they are named.</summary>
    [Fact]
    public void JoinedScripts_AreJoined_FromRightToLeft()
    {
        const string Word = "بيت";
        ShapedText shaped = TextShaper.Shape(Word, Style);
        if (shaped.Missing.Count > 0)
        {
            Assert.Equal(Word.Select(letter => letter.ToString()), shaped.Missing);
            return;
        }

        ushort[] alone = [.. Word.Select(letter => TextShaper.Shape(letter.ToString(), Style).Glyphs[0].Index)];
        Assert.NotEqual(alone.Reverse(), shaped.Glyphs.Select(glyph => glyph.Index));
        Assert.True(shaped.Width < Word.Sum(letter => Style.Measure(letter.ToString())));
    }

    [Fact]
    public void Chinese_ComesFromAFontOfTheMachine_OrIsNamed()
    {
        ShapedText shaped = TextShaper.Shape("cat 猫", Style);

        Assert.Equal(5, shaped.Glyphs.Count);
        Assert.True(shaped.Missing.Count > 0 != (shaped.Glyphs[^1].Typeface != shaped.Glyphs[0].Typeface), "neither named as missing nor set in another font");
        Assert.All(shaped.Glyphs, glyph => Assert.NotEqual(0, glyph.Index));
    }

    [Fact]
    public void Nothing_HasNoGlyphs() => Assert.Empty(TextShaper.Shape("", Style).Glyphs);
}
