namespace CnnVis.Skia.Drawing;

/// <summary>How text is set.</summary>
internal sealed record TextStyle(float Size, bool IsBold = false)
{
    private const string Ellipsis = "\u2026";

    public float Measure(string text) => TextShaper.Shape(text, this).Width;

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
