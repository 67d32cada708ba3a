using CnnVis.Skia.Scenes;
using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>Draws scenes as pixels and as pages.</summary>
internal static class ScenePainter
{
    // Pictures on a page, for printers of 288 dots an inch.
    private const double PageScale = 4;
    private const int PageQuality = 92;

    public static RgbImage ToImage(Scene scene, double scale)
    {
        var canvas = new Canvas((int)Math.Ceiling(scene.Width * scale), (int)Math.Ceiling(scene.Height * scale), scene.Paper);
        canvas.OnSkia(skia =>
        {
            skia.Scale((float)scale);
            Paint(skia, scene, scale);
        });
        return canvas.ToImage();
    }

    /// <summary>The scene as a PDF of one page.</summary>
    public static byte[] ToPdf(Scene scene, string title, string description)
    {
        using var stream = new SKDynamicMemoryWStream();
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = title, Subject = description, Creator = "CnnVis", RasterDpi = (float)(72 * PageScale), EncodingQuality = PageQuality }))
        {
            SKCanvas page = document.BeginPage(scene.Width, scene.Height);
            using var paper = new SKPaint { Color = Canvas.ToColor(scene.Paper) };
            page.DrawRect(0, 0, scene.Width, scene.Height, paper);
            Paint(page, scene, PageScale);
            document.EndPage();
            document.Close();
        }

        using SKData data = stream.DetachAsData();
        return data.ToArray();
    }

    private static void Paint(SKCanvas skia, Scene scene, double scale)
    {
        foreach (SceneItem item in scene.Items)
        {
            switch (item)
            {
                case SceneBox box:
                    Paint(skia, box);
                    break;
                case ScenePath path:
                    Paint(skia, path);
                    break;
                case SceneText text:
                    Canvas.DrawText(skia, text.Text, text.X, text.Baseline, text.Style, text.Color);
                    break;
                case ScenePicture picture:
                    Paint(skia, picture, scale);
                    break;
                default:
                    throw new InvalidOperationException($"{item.GetType().Name} cannot be drawn.");
            }
        }
    }

    private static void Paint(SKCanvas skia, SceneBox box)
    {
        var area = new SKRect(box.Left, box.Top, box.Left + box.Width, box.Top + box.Height);
        OnPaint(box.Fill, paint => skia.DrawRoundRect(area, box.Radius, box.Radius, paint));
        OnStroke(box.Edge, box.EdgeWidth, paint => skia.DrawRoundRect(area, box.Radius, box.Radius, paint));
    }

    private static void Paint(SKCanvas skia, ScenePath path)
    {
        using SKPath outline = SKPath.ParseSvgPathData(path.Data);
        OnPaint(path.Fill, paint => skia.DrawPath(outline, paint));
        OnStroke(path.Stroke, path.StrokeWidth, paint => skia.DrawPath(outline, paint));
    }

    private static void Paint(SKCanvas skia, ScenePicture picture, double scale)
    {
        RgbImage image = picture.At((int)Math.Ceiling(picture.Width * scale), (int)Math.Ceiling(picture.Height * scale));
        using SKImage drawn = PictureEncoder.ToSkia(image);
        skia.DrawImage(drawn, new SKRect(picture.Left, picture.Top, picture.Left + picture.Width, picture.Top + picture.Height));
    }

    private static void OnPaint(RgbValues? color, Action<SKPaint> draw)
    {
        if (color is { } fill)
        {
            using var paint = new SKPaint { IsAntialias = true, Color = Canvas.ToColor(fill) };
            draw(paint);
        }
    }

    private static void OnStroke(RgbValues? color, float width, Action<SKPaint> draw)
    {
        if (color is { } edge)
        {
            using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width, Color = Canvas.ToColor(edge) };
            draw(paint);
        }
    }
}
