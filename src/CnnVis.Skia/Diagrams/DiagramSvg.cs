using System.Globalization;
using System.Xml.Linq;
using CnnVis.Skia.Drawing;

namespace CnnVis.Skia.Diagrams;

/// <summary>Writes a diagram as SVG. Text is drawn as outlines, each glyph stored once, so that it looks the same everywhere; tooltips hold the words.</summary>
internal sealed class DiagramSvg
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly Dictionary<(TextStyle Style, ushort Glyph), string> _glyphs = [];
    private readonly List<XElement> _outlines = [];

    public static string Of(DiagramScene scene, string title) => new DiagramSvg().Write(scene, title);

    private string Write(DiagramScene scene, string title)
    {
        XElement[] drawing =
        [
            new XElement(Svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", "#ffffff")),
            .. scene.Boxes.Select(Box),
            new XElement(
                Svg + "g",
                new XAttribute("fill", "none"),
                new XAttribute("stroke", Color(BoxColors.Line)),
                new XAttribute("stroke-width", "1.5"),
                scene.Lines.Select(line => new XElement(Svg + "path", new XAttribute("d", RoundedPath.Of(line.Corners))))),
            new XElement(
                Svg + "g",
                new XAttribute("fill", Color(BoxColors.Line)),
                scene.Lines.Where(line => line.HasArrow).Select(line => new XElement(Svg + "path", new XAttribute("d", RoundedPath.ArrowAt(line.Corners[^1]))))),
            .. scene.Texts.Select(Text),
        ];
        (string width, string height) = (Number(scene.Width), Number(scene.Height));
        return new XElement(
            Svg + "svg",
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XAttribute("viewBox", $"0 0 {width} {height}"),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", title),
            new XElement(Svg + "defs", _outlines),
            drawing).ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Box(DiagramBox box) => new(
        Svg + "rect",
        new XAttribute("x", Number(box.Left)),
        new XAttribute("y", Number(box.Top)),
        new XAttribute("width", Number(box.Width)),
        new XAttribute("height", Number(box.Height)),
        new XAttribute("rx", Number(RoundedPath.BoxRadius)),
        new XAttribute("fill", Color(box.Fill)),
        new XAttribute("stroke", Color(box.Edge)),
        new XElement(Svg + "title", box.Tooltip));

    private XElement Text(DiagramText text) => new(
        Svg + "g",
        new XAttribute("fill", Color(text.Color)),
        new XAttribute("pointer-events", "none"),
        from placed in GlyphOutlines.Place(text.Text, text.Style)
        select new XElement(
            Svg + "use",
            new XAttribute("href", "#" + Outline(text.Style, placed.Glyph)),
            new XAttribute("x", Number(text.X + placed.X)),
            new XAttribute("y", Number(text.Baseline))));

    private string Outline(TextStyle style, ushort glyph)
    {
        if (!_glyphs.TryGetValue((style, glyph), out string? id))
        {
            id = string.Create(CultureInfo.InvariantCulture, $"g{_glyphs.Count}");
            _glyphs[(style, glyph)] = id;
            _outlines.Add(new XElement(Svg + "path", new XAttribute("id", id), new XAttribute("d", GlyphOutlines.SvgPath(style, glyph))));
        }

        return id;
    }

    private static string Color(RgbValues color) => string.Create(CultureInfo.InvariantCulture, $"#{(int)color.Red:x2}{(int)color.Green:x2}{(int)color.Blue:x2}");

    private static string Number(float value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
