using System.Globalization;
using System.Xml.Linq;
using CnnVis.Skia.Drawing;

namespace CnnVis.Skia.Scenes;

/// <summary>Writes a drawing as SVG. Text is drawn as outlines, each glyph stored once, so that it looks the same everywhere; titles hold the words.</summary>
internal sealed class SceneSvg
{
    // Pictures inside are stored for screens of high density.
    private const double PictureScale = 2;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly Dictionary<(nint Typeface, ushort Glyph, float Size), string> _glyphs = [];
    private readonly List<XElement> _outlines = [];

    public static string Of(Scene scene, string title, string description) => new SceneSvg().Write(scene, title, description);

    private string Write(Scene scene, string title, string description)
    {
        XElement[] drawing = [Rectangle(new SceneBox(0, 0, scene.Width, scene.Height) { Fill = scene.Paper }), .. scene.Items.Select(Element)];
        (string width, string height) = (Number(scene.Width), Number(scene.Height));
        return new XElement(
            Svg + "svg",
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XAttribute("viewBox", $"0 0 {width} {height}"),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", title),
            new XElement(Svg + "desc", description),
            new XElement(Svg + "defs", _outlines),
            drawing).ToString(SaveOptions.DisableFormatting);
    }

    private XElement Element(SceneItem item) => item switch
    {
        SceneBox box => Rectangle(box),
        ScenePath path => new XElement(Svg + "path", new XAttribute("d", path.Data), Colors(path.Fill, path.Stroke, path.StrokeWidth)),
        SceneText text => Text(text),
        ScenePicture picture => Picture(picture),
        _ => throw new InvalidOperationException($"There is no SVG for {item.GetType().Name}."),
    };

    private static XElement Rectangle(SceneBox box) => new(
        Svg + "rect",
        Place(box.Left, box.Top, box.Width, box.Height),
        box.Radius > 0 ? new XAttribute("rx", Number(box.Radius)) : null,
        Colors(box.Fill, box.Edge, box.EdgeWidth),
        box.Tooltip is { } words ? new XElement(Svg + "title", words) : null);

    private static XElement Picture(ScenePicture picture)
    {
        RgbImage image = picture.At((int)Math.Ceiling(picture.Width * PictureScale), (int)Math.Ceiling(picture.Height * PictureScale));
        return new XElement(
            Svg + "image",
            Place(picture.Left, picture.Top, picture.Width, picture.Height),
            new XAttribute("preserveAspectRatio", "none"),
            new XAttribute("href", $"data:image/png;base64,{Convert.ToBase64String(image.ToPng())}"));
    }

    private XElement Text(SceneText text) => new(
        Svg + "g",
        new XAttribute("fill", Color(text.Color)),
        new XAttribute("pointer-events", "none"),
        new XElement(Svg + "title", text.Text),
        from glyph in TextShaper.Shape(text.Text, text.Style).Glyphs
        select new XElement(
            Svg + "use",
            new XAttribute("href", "#" + Outline(glyph, text.Style.Size)),
            new XAttribute("x", Number(text.X + glyph.X)),
            new XAttribute("y", Number(text.Baseline + glyph.Y))));

    private string Outline(Glyph glyph, float size)
    {
        (nint, ushort, float) key = (glyph.Typeface.Handle, glyph.Index, size);
        if (!_glyphs.TryGetValue(key, out string? id))
        {
            id = string.Create(CultureInfo.InvariantCulture, $"g{_glyphs.Count}");
            _glyphs[key] = id;
            _outlines.Add(new XElement(Svg + "path", new XAttribute("id", id), new XAttribute("d", GlyphOutlines.SvgPath(glyph, size))));
        }

        return id;
    }

    private static XAttribute[] Place(float left, float top, float width, float height) =>
        [new("x", Number(left)), new("y", Number(top)), new("width", Number(width)), new("height", Number(height))];

    private static IEnumerable<XAttribute> Colors(RgbValues? fill, RgbValues? stroke, float strokeWidth)
    {
        yield return new XAttribute("fill", fill is { } inside ? Color(inside) : "none");
        if (stroke is { } edge)
        {
            yield return new XAttribute("stroke", Color(edge));
            yield return new XAttribute("stroke-width", Number(strokeWidth));
        }
    }

    private static string Color(RgbValues color) => string.Create(CultureInfo.InvariantCulture, $"#{(int)color.Red:x2}{(int)color.Green:x2}{(int)color.Blue:x2}");

    private static string Number(float value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
