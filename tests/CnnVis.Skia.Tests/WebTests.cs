using System.Reflection;
using System.Xml.Linq;

namespace CnnVis.Skia.Tests;

/// <summary>Pictures in pages and notebooks.</summary>
public class WebTests
{
    private static readonly RgbImage Picture = RgbImage.Create(3, 2, pixels => pixels.Fill(77));

    [Fact]
    public void DataUri_HoldsThePicture()
    {
        string address = Picture.ToDataUri();

        Assert.StartsWith("data:image/png;base64,", address, StringComparison.Ordinal);
        Assert.Equal(Picture.Pixels.ToArray(), ImageFile.Decode(Convert.FromBase64String(address[22..])).Pixels.ToArray());
    }

    [Fact]
    public void Html_IsOneElement_WithItsSizeAndWords()
    {
        var img = XElement.Parse(Explain().ToHtml(new() { Title = "a <cat> & \"more\"" }).Replace("\">", "\"/>", StringComparison.Ordinal));

        Assert.Equal("img", img.Name.LocalName);
        Assert.StartsWith("a <cat> & \"more\"", img.Attribute("alt")!.Value, StringComparison.Ordinal);
        Assert.StartsWith("data:image/svg+xml;base64,", img.Attribute("src")!.Value, StringComparison.Ordinal);
    }

    /// <summary>As dotnet-interactive does: the attribute by its name, the members by theirs.</summary>
    [Fact]
    public void Notebooks_FindHowResultsAreShown()
    {
        foreach (object result in (object[])[Picture, Explain(), new Comparison([Explain()]), Explain().Figure()])
        {
            object attribute = Assert.Single(result.GetType().GetCustomAttributes(), candidate => candidate.GetType().Name == "TypeFormatterSourceAttribute");
            Assert.Equal(["text/html"], (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!);
            var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
            var formatters = (IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), null)!;
            object formatter = Assert.Single(formatters);
            using var writer = new StringWriter();

            Assert.Equal("text/html", formatter.GetType().GetProperty("MimeType")!.GetValue(formatter));
            Assert.Equal(true, formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!.Invoke(formatter, [result, writer]));
            Assert.StartsWith("<img src=\"data:image/", writer.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bitmap_IsReadBackAsItWas()
    {
        using var folder = new TemporaryFolder();
        RgbImage picture = RgbImage.Create(7, 5, pixels =>
        {
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (byte)(i * 37);
            }
        });

        picture.Save(folder.File("picture.bmp"));

        Assert.Equal(picture.Pixels.ToArray(), ImageFile.Load(folder.File("picture.bmp")).Pixels.ToArray());
    }

    [Fact]
    public void Png_SaysHowItWasMade_AndIsStillAPicture()
    {
        Figure figure = Explain().Figure();

        byte[] png = figure.ToPng();

        string text = System.Text.Encoding.UTF8.GetString(png);
        Assert.Contains("iTXtDescription\0\0\0\0\0Test", text, StringComparison.Ordinal);
        Assert.Contains("iTXtSoftware\0\0\0\0\0CnnVis", text, StringComparison.Ordinal);
        Assert.Equal(figure.ToImage().Pixels.ToArray(), ImageFile.Decode(png).Pixels.ToArray());
    }

    [Fact]
    public void SmallPng_IsSmaller_AndTheSame()
    {
        using var folder = new TemporaryFolder();
        RgbImage picture = ImageFile.Load(Path.Combine(RepositoryFolder.Assets, "chelsea.png"));

        picture.Save(folder.File("fast.png"));
        picture.Save(folder.File("small.png"), PngCompression.Small);

        Assert.True(new FileInfo(folder.File("small.png")).Length < new FileInfo(folder.File("fast.png")).Length);
        Assert.Equal(picture.Pixels.ToArray(), ImageFile.Load(folder.File("small.png")).Pixels.ToArray());
    }

    [Fact]
    public void Animation_OfAnyPictures_IsWritten()
    {
        using var folder = new TemporaryFolder();

        Animation.Save([Picture, Picture], folder.File("sweep.png"), new() { Size = 8 });

        Assert.Equal(8, ImageFile.Load(folder.File("sweep.png")).Width);
        Assert.Throws<ArgumentException>(() => Animation.Save([], folder.File("none.png")));
    }

    private static Explanation Explain() =>
        ExplanationPicturesTests.Explain(RgbImage.Create(32, 32, pixels => pixels.Fill(99)), ImageGeometry.Whole(32, 32), new Heatmap([1, -1, 0, 2], 2, 2, MapScaling.Symmetric));
}
