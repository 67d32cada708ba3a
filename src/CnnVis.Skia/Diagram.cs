using System.Text;
using CnnVis.Skia.Diagrams;
using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>A network drawn from top to bottom: a box for each part with what it does and the shape of its output, and what reads what.</summary>
public sealed class Diagram
{
    private const long MostPixels = 200_000_000;

    private readonly DiagramScene _scene;
    private readonly string _title;
    private readonly double _scale;

    internal Diagram(DiagramScene scene, double scale, string title)
    {
        _scene = scene;
        _scale = scale;
        _title = title;
    }

    /// <summary>Its width in pixels.</summary>
    public int Width => (int)Math.Ceiling(_scene.Width);

    /// <summary>Its height in pixels.</summary>
    public int Height => (int)Math.Ceiling(_scene.Height);

    /// <summary>The diagram as an SVG file. Text is drawn as outlines, so no font is needed; boxes have tooltips with names and counts of parameters.</summary>
    /// <returns>The text of the file.</returns>
    public string ToSvg() => DiagramSvg.Of(_scene, _title);

    /// <summary>The diagram as a picture, at <see cref="DiagramOptions.Scale"/>.</summary>
    /// <returns>The picture.</returns>
    /// <exception cref="CnnVisException">The picture would have more than 200 million pixels.</exception>
    public RgbImage ToImage()
    {
        double pixels = Math.Ceiling(Width * _scale) * Math.Ceiling(Height * _scale);
        return pixels <= MostPixels
            ? DiagramDrawing.Draw(_scene, _scale)
            : throw new CnnVisException(FormattableString.Invariant(
                $"The diagram would have {pixels / 1e6:0} million pixels ({Width}x{Height} at scale {_scale}); a picture may have {MostPixels / 1_000_000}. Save it as .svg, fold repeats, or choose a smaller scale."));
    }

    /// <summary>Writes the diagram, whole or not at all.</summary>
    /// <param name="path">The file; its extension decides: .svg, or a picture (.png, .jpg, .webp).</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    /// <exception cref="CnnVisException">The picture would have more than 200 million pixels.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase))
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToSvg()));
        }
        else
        {
            ToImage().Save(path);
        }
    }
}
