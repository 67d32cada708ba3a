using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>What can be written on pictures.</summary>
public static class PictureText
{
    private static readonly TextStyle Any = new(12);

    /// <summary>
    /// Which letters of a text no font has, neither the embedded one nor those of this machine. On pictures a question mark stands for each.
    /// </summary>
    /// <param name="text">The text, for example the names of the classes.</param>
    /// <returns>The letters, each once.</returns>
    public static IReadOnlyList<string> MissingLetters(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. TextShaper.Shape(text, Any).Missing.Distinct(StringComparer.Ordinal)];
    }
}
