using System.Globalization;
using System.Text;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Figures;

/// <summary>Lines around evidence, as they lie on a picture that is drawn at some place.</summary>
internal sealed class EvidenceLines
{
    private readonly Evidence _evidence;
    private readonly ImageGeometry _geometry;
    private readonly SceneArea _area;

    /// <param name="evidence">The evidence.</param>
    /// <param name="geometry">Which part of the picture the model saw.</param>
    /// <param name="area">Where the picture is drawn.</param>
    public EvidenceLines(Evidence evidence, ImageGeometry geometry, SceneArea area)
    {
        _evidence = evidence;
        _geometry = geometry;
        _area = area;
    }

    /// <summary>Around all pixels with at least so much evidence.</summary>
    public string Around(float threshold) => Path(IsoLines.Of((row, column) => _evidence[row, column], _evidence.Height, _evidence.Width, threshold));

    /// <summary>Around one region.</summary>
    public string Around(EvidenceRegion region, float threshold)
    {
        var inside = region.Pixels.ToHashSet();
        float below = MathF.BitDecrement(threshold);
        return Path(IsoLines.Of(
            (row, column) => inside.Contains((row * _evidence.Width) + column) ? _evidence[row, column] : Math.Min(_evidence[row, column], below),
            _evidence.Height,
            _evidence.Width,
            threshold));
    }

    /// <summary>Where a pixel of the model's input lies; the edge of the picture where it lies beyond.</summary>
    public ScenePoint Place(float column, float row)
    {
        double x = (_geometry.Left + ((column + 0.5) * _geometry.Width / _evidence.Width)) / _geometry.PictureWidth;
        double y = (_geometry.Top + ((row + 0.5) * _geometry.Height / _evidence.Height)) / _geometry.PictureHeight;
        return new ScenePoint(_area.Left + (float)(Math.Clamp(x, 0, 1) * _area.Width), _area.Top + (float)(Math.Clamp(y, 0, 1) * _area.Height));
    }

    private string Path(IReadOnlyList<ScenePoint[]> lines)
    {
        var path = new StringBuilder();
        foreach (ScenePoint[] line in lines)
        {
            for (int i = 0; i < line.Length; i++)
            {
                ScenePoint at = Place(line[i].X, line[i].Y);
                path.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{at.X:0.##} {at.Y:0.##}");
            }

            path.Append('Z');
        }

        return path.ToString();
    }
}
