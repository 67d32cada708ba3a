using CnnVis.Skia.Diagrams;
using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>Draws a diagram as a picture.</summary>
internal static class DiagramDrawing
{
    public static RgbImage Draw(DiagramScene scene, double scale)
    {
        var canvas = new Canvas((int)Math.Ceiling(scene.Width * scale), (int)Math.Ceiling(scene.Height * scale), 255);
        canvas.OnSkia(skia =>
        {
            skia.Scale((float)scale);
            foreach (DiagramBox box in scene.Boxes)
            {
                Draw(skia, box);
            }

            using var line = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 1.5f, Color = Canvas.ToColor(BoxColors.Line) };
            using var arrow = new SKPaint { IsAntialias = true, Color = Canvas.ToColor(BoxColors.Line) };
            foreach ((DiagramPoint[] corners, bool hasArrow) in scene.Lines)
            {
                DrawPath(skia, RoundedPath.Of(corners), line);
                if (hasArrow)
                {
                    DrawPath(skia, RoundedPath.ArrowAt(corners[^1]), arrow);
                }
            }

            foreach (DiagramText text in scene.Texts)
            {
                Canvas.DrawText(skia, text.Text, text.X, text.Baseline, text.Style, text.Color);
            }
        });
        return canvas.ToImage();
    }

    private static void Draw(SKCanvas skia, DiagramBox box)
    {
        var area = new SKRect(box.Left, box.Top, box.Left + box.Width, box.Top + box.Height);
        using var fill = new SKPaint { IsAntialias = true, Color = Canvas.ToColor(box.Fill) };
        using var edge = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 1, Color = Canvas.ToColor(box.Edge) };
        skia.DrawRoundRect(area, RoundedPath.BoxRadius, RoundedPath.BoxRadius, fill);
        skia.DrawRoundRect(area, RoundedPath.BoxRadius, RoundedPath.BoxRadius, edge);
    }

    private static void DrawPath(SKCanvas skia, string data, SKPaint paint)
    {
        using SKPath path = SKPath.ParseSvgPathData(data);
        skia.DrawPath(path, paint);
    }
}
