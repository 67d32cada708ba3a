using CnnVis.Skia.Drawing;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Figures;

/// <summary>The text of figures: its sizes, and text that takes several lines.</summary>
internal static class FigureText
{
    public const float LineHeight = 16;

    public static readonly TextStyle Title = new(20, IsBold: true);
    public static readonly TextStyle Subtitle = new(13.5f);
    public static readonly TextStyle Label = new(13, IsBold: true);
    public static readonly TextStyle Body = new(12.5f);
    public static readonly TextStyle Small = new(11.5f);

    /// <summary>The text in lines of at most so many pixels, broken at spaces.</summary>
    public static IReadOnlyList<string> Wrap(string text, TextStyle style, float width)
    {
        var lines = new List<string>();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && style.Measure($"{lines[^1]} {word}") <= width)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(style.Fit(word, width));
            }
        }

        return lines;
    }

    public static void AddCentered(Scene scene, string text, float left, float width, float baseline, TextStyle style, RgbValues color)
    {
        // Names of layers tell apart by their ends.
        string fitted = text.Contains('/', StringComparison.Ordinal) ? style.FitEnd(text, width) : style.Fit(text, width);
        scene.Add(new SceneText(fitted, left + ((width - style.Measure(fitted)) / 2), baseline, style, color));
    }
}
