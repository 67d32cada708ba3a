using System.Globalization;
using System.Text;

namespace CnnVis.Skia.Scenes;

/// <summary>The path of a connection in SVG's words, which Skia reads too: its corners are rounded.</summary>
internal static class RoundedPath
{
    private const float CornerRadius = 5;
    private const float ArrowLength = 7;
    private const float ArrowHalf = 4;

    public static string Of(ScenePoint[] corners)
    {
        ScenePoint[] points = [.. corners.Where((point, i) => i == 0 || point != corners[i - 1])];
        var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M{points[0].X:0.##} {points[0].Y:0.##}");
        for (int i = 1; i < points.Length - 1; i++)
        {
            ScenePoint before = Towards(points[i], points[i - 1]);
            ScenePoint after = Towards(points[i], points[i + 1]);
            path.Append(CultureInfo.InvariantCulture, $"L{before.X:0.##} {before.Y:0.##}Q{points[i].X:0.##} {points[i].Y:0.##} {after.X:0.##} {after.Y:0.##}");
        }

        return path.Append(CultureInfo.InvariantCulture, $"L{points[^1].X:0.##} {points[^1].Y:0.##}").ToString();
    }

    public static string ArrowAt(ScenePoint tip) => string.Create(
        CultureInfo.InvariantCulture,
        $"M{tip.X:0.##} {tip.Y:0.##}L{tip.X - ArrowHalf:0.##} {tip.Y - ArrowLength:0.##}L{tip.X + ArrowHalf:0.##} {tip.Y - ArrowLength:0.##}Z");

    private static ScenePoint Towards(ScenePoint from, ScenePoint to)
    {
        float length = Math.Max(Math.Abs(to.X - from.X) + Math.Abs(to.Y - from.Y), 1e-6f);
        float share = Math.Min(CornerRadius, length / 2) / length;
        return new ScenePoint(from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y)));
    }
}
