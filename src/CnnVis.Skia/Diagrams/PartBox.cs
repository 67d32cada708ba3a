using CnnVis.Skia.Drawing;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Diagrams;

/// <summary>A part of the network as a box: what is written in it and how large that makes it.</summary>
internal sealed class PartBox : IDiagramItem
{
    private const float Padding = 10;
    private const float MostWords = 300;
    private const float LeastWidth = 180;
    private const float BetweenTitleAndShape = 18;

    private static readonly TextStyle TitleStyle = new(13, IsBold: true);
    private static readonly TextStyle ShapeStyle = new(12);
    private static readonly TextStyle DetailStyle = new(12);
    private static readonly TextStyle NameStyle = new(10.5f);

    private readonly OutlinePart _part;
    private readonly List<(string Text, TextStyle Style, bool IsPale, float Height)> _lines = [];
    private readonly float _shapeWidth;

    public PartBox(OutlinePart part, bool showName)
    {
        _part = part;
        _lines.Add((part.Title, TitleStyle, false, 19));
        _lines.AddRange(Wrapped(part.Details).Select(text => (text, DetailStyle, false, 16f)));
        if (showName && part.Layers.Count > 0)
        {
            _lines.Add((NameStyle.FitEnd(part.Layers[0].Name, MostWords), NameStyle, true, 15));
        }

        _shapeWidth = ShapeStyle.Measure(part.Shape);
        float title = TitleStyle.Measure(part.Title) + BetweenTitleAndShape + _shapeWidth;
        float words = Math.Max(title, _lines.Max(line => line.Style.Measure(line.Text)));
        Width = MathF.Ceiling(Math.Max(LeastWidth, words + (2 * Padding)));
        Height = _lines.Sum(line => line.Height) + 11;
    }

    public float Left => Width / 2;

    public float Right => Width / 2;

    public float Height { get; }

    private float Width { get; }

    public void AddTo(Scene scene, float x, float top)
    {
        (RgbValues fill, RgbValues edge) = BoxColors.Of(_part);
        bool isDark = _part.Kind != OutlinePartKind.Layers;
        float left = x - Left;
        scene.Add(new SceneBox(left, top, Width, Height) { Fill = fill, Edge = edge, Radius = BoxColors.Radius, Tooltip = PartTooltip.Of(_part) });
        float y = top + 4;
        foreach ((string text, TextStyle style, bool isPale, float height) in _lines)
        {
            scene.Add(new SceneText(text, left + Padding, y + height - 4, style, isDark ? BoxColors.InkOnDark : isPale ? BoxColors.PaleInk : BoxColors.Ink));
            y += height;
        }

        scene.Add(new SceneText(_part.Shape, left + Width - Padding - _shapeWidth, top + 19, ShapeStyle, isDark ? BoxColors.PaleInkOnDark : BoxColors.PaleInk));
    }

    private static List<string> Wrapped(IReadOnlyList<string> details)
    {
        var lines = new List<string>();
        foreach (string detail in details)
        {
            string longer = lines.Count > 0 ? $"{lines[^1]} \u00b7 {detail}" : detail;
            if (lines.Count > 0 && DetailStyle.Measure(longer) <= MostWords)
            {
                lines[^1] = longer;
            }
            else
            {
                if (lines.Count > 0)
                {
                    lines[^1] += " \u00b7";
                }

                lines.Add(detail);
            }
        }

        return lines;
    }
}
