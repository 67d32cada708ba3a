using System.Globalization;
using System.Xml.Linq;

namespace CnnVis.Skia.Tests;

public class DiagramTests
{
    private static readonly string[] References = [.. Directory.GetDirectories(RepositoryFolder.References).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Networks => [.. References];

    /// <summary>Boxes of one network neither overlap nor leave the picture; a frame holds what is inside it.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void Diagram_OfReferenceNetworks_HasEveryPartAtAPlaceOfItsOwn(string network)
    {
        using CnnModel model = Load(network);
        Figure diagram = model.Diagram();
        XElement svg = XDocument.Parse(diagram.ToSvg()).Root!;

        XElement[] boxes = [.. svg.Elements().Where(element => element.Name.LocalName == "rect" && element.HasElements)];
        int parts = Count(model.Outline().Parts);
        Assert.Equal(parts, boxes.Length);
        foreach (XElement box in boxes)
        {
            Assert.InRange(Number(box, "x"), 0, diagram.Width - Number(box, "width"));
            Assert.InRange(Number(box, "y"), 0, diagram.Height - Number(box, "height"));
        }

        string tooltips = string.Join('\n', boxes.Select(box => box.Value));
        Assert.All(model.Outline().Parts.Where(part => part.Kind == OutlinePartKind.Layers), part => Assert.Contains(part.Layers[0].Name, tooltips, StringComparison.Ordinal));
    }

    [Fact]
    public void Svg_UsesOnlyGlyphsThatItHolds_AndNeedsNoFont()
    {
        using CnnModel model = Load("inception");
        XElement svg = XDocument.Parse(model.Diagram().ToSvg()).Root!;

        var known = svg.Descendants().Where(element => element.Name.LocalName == "path").Select(path => path.Attribute("id")?.Value).ToHashSet();
        XElement[] uses = [.. svg.Descendants().Where(element => element.Name.LocalName == "use")];
        Assert.NotEmpty(uses);
        Assert.All(uses, use => Assert.Contains(use.Attribute("href")!.Value[1..], known));
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "text");
    }

    [Fact]
    public void Picture_HasTheSizeOfTheDiagram_TimesTheScale()
    {
        using CnnModel model = Load("unet");

        Figure diagram = model.Diagram(new() { Scale = 2 });
        RgbImage picture = diagram.ToImage();

        Assert.InRange(picture.Width, (2 * diagram.Width) - 2, 2 * diagram.Width);
        Assert.InRange(picture.Height, (2 * diagram.Height) - 2, 2 * diagram.Height);
    }

    [Fact]
    public void Save_TakesTheFormatFromTheExtension()
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = Load("resnet");
        Figure diagram = model.Diagram(new() { Names = false, FoldRepeats = false });

        diagram.Save(Path.Combine(folder.Path, "network.svg"));
        diagram.Save(Path.Combine(folder.Path, "network.png"));

        Assert.Equal(diagram.ToSvg(), File.ReadAllText(Path.Combine(folder.Path, "network.svg")));
        Assert.Equal(diagram.Width, ImageFile.Load(Path.Combine(folder.Path, "network.png")).Width);
        diagram.Save(Path.Combine(folder.Path, "network.pdf"));
        Assert.StartsWith("%PDF-", File.ReadAllText(Path.Combine(folder.Path, "network.pdf")), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => diagram.Save(Path.Combine(folder.Path, "network.docx")));
    }

    [Fact]
    public void Notes_NameLettersThatNoFontHas()
    {
        using CnnModel plain = Load("unet");
        using CnnModel odd = CnnModel.Load(Path.Combine(RepositoryFolder.References, "unet", "model.onnx"), new() { Name = "model \U0010FFFD" });

        Assert.Empty(plain.Diagram().Notes);
        Assert.Contains("\U0010FFFD", Assert.Single(odd.Diagram().Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        using CnnModel model = Load("unet");

        Assert.Contains("from 0.1 to 8", Assert.Throws<ArgumentException>(() => model.Diagram(new() { Scale = double.NaN })).Message, StringComparison.Ordinal);
    }

    private static int Count(IReadOnlyList<OutlinePart> parts) => parts.Sum(part => part.Kind == OutlinePartKind.Repeated ? 2 + Count(part.Parts) : 1);

    private static float Number(XElement element, string name) => float.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static CnnModel Load(string network) => CnnModel.Load(Path.Combine(RepositoryFolder.References, network, "model.onnx"));
}
