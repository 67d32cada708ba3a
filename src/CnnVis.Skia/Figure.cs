using System.Text;
using CnnVis.Skia.Drawing;
using CnnVis.Skia.Notebooks;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia;

/// <summary>A drawing with words, lines and pictures that is sharp at every size: save it for the web, for print or as pixels.</summary>
[TypeFormatterSource(typeof(FigureFormatters))]
public sealed class Figure
{
    private const long MostPixels = 200_000_000;

    private readonly Scene _scene;
    private readonly double _scale;

    internal Figure(Scene scene, double scale, string title, string description)
    {
        Title = title;
        Description = description;
        _scene = scene;
        _scale = scale;
    }

    internal Scene Scene => _scene;

    /// <summary>What it shows.</summary>
    public string Title { get; }

    /// <summary>How it was made; PNG, PDF and SVG files hold it.</summary>
    public string Description { get; }

    /// <summary>Its width in pixels at scale 1.</summary>
    public int Width => (int)Math.Ceiling(_scene.Width);

    /// <summary>Its height in pixels at scale 1.</summary>
    public int Height => (int)Math.Ceiling(_scene.Height);

    /// <summary>What a reader should know of how it is drawn, in words: letters that no font on this machine has.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            string[] missing = [.. _scene.Items.OfType<SceneText>().SelectMany(text => PictureText.MissingLetters(text.Text)).Distinct(StringComparer.Ordinal)];
            return missing.Length == 0 ? [] : [$"No font on this machine has {string.Join(' ', missing)}; a question mark stands for each. Install a font that has them."];
        }
    }

    /// <summary>The figure as an SVG file. Text is drawn as outlines, so no font is needed; titles hold the words.</summary>
    /// <returns>The text of the file.</returns>
    public string ToSvg() => SceneSvg.Of(_scene, Title, Description);

    /// <summary>The figure as a PDF file of one page, a pixel for each point.</summary>
    /// <returns>The bytes of the file.</returns>
    public byte[] ToPdf() => ScenePainter.ToPdf(_scene, Title, Description);

    /// <summary>The figure as a picture, at the scale of its options.</summary>
    /// <returns>The picture.</returns>
    /// <exception cref="CnnVisException">The picture would have more than 200 million pixels.</exception>
    public RgbImage ToImage()
    {
        double pixels = Math.Ceiling(Width * _scale) * Math.Ceiling(Height * _scale);
        return pixels <= MostPixels
            ? ScenePainter.ToImage(_scene, _scale)
            : throw new CnnVisException(FormattableString.Invariant(
                $"The figure would have {pixels / 1e6:0} million pixels ({Width}x{Height} at scale {_scale}); a picture may have {MostPixels / 1_000_000}. Save it as .svg or .pdf, or choose a smaller scale."));
    }

    /// <summary>The bytes of a PNG file that says how the figure was made.</summary>
    /// <returns>The bytes.</returns>
    /// <exception cref="CnnVisException">The picture would have more than 200 million pixels.</exception>
    public byte[] ToPng() => ToImage().ToPng(Title, Description);

    /// <summary>Writes the figure, whole or not at all.</summary>
    /// <param name="path">The file; its extension decides: .svg, .pdf, or a picture (.png, .jpg, .webp, .bmp).</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    /// <exception cref="CnnVisException">The picture would have more than 200 million pixels.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".SVG":
                AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToSvg()));
                break;
            case ".PDF":
                AtomicFile.Write(path, ToPdf());
                break;
            case ".PNG":
                AtomicFile.Write(path, ToPng());
                break;
            default:
                ToImage().Save(path);
                break;
        }
    }
}
