using System.Runtime.InteropServices;
using SkiaSharp;

namespace CnnVis.Skia.Drawing;

/// <summary>Pixels to draw on. Blending and placing are ours, to the pixel; Skia draws the glyphs.</summary>
internal sealed class Canvas
{
    private static readonly RgbValues MarkColor = new(214, 39, 40);

    private readonly byte[] _rgba;

    public Canvas(int width, int height, RgbValues background)
    {
        Width = width;
        Height = height;
        _rgba = new byte[4 * width * height];
        Fill(new PixelRectangle(0, 0, width, height), background);
    }

    public int Width { get; }

    public int Height { get; }

    public void Fill(PixelRectangle area, RgbValues color)
    {
        (int left, int right) = (Math.Max(area.Left, 0), Math.Min(area.Right, Width));
        (int top, int bottom) = (Math.Max(area.Top, 0), Math.Min(area.Bottom, Height));
        if (left >= right)
        {
            return;
        }

        uint pixel = BitConverter.ToUInt32([ToByte(color.Red), ToByte(color.Green), ToByte(color.Blue), 255]);
        for (int y = top; y < bottom; y++)
        {
            MemoryMarshal.Cast<byte, uint>(_rgba.AsSpan(4 * ((y * Width) + left), 4 * (right - left))).Fill(pixel);
        }
    }

    /// <summary>Draws the edge of an area, its lines inside it.</summary>
    public void Outline(PixelRectangle area, int thickness, RgbValues color)
    {
        Fill(area with { Height = thickness }, color);
        Fill(area with { Top = area.Bottom - thickness, Height = thickness }, color);
        Fill(area with { Width = thickness }, color);
        Fill(area with { Left = area.Right - thickness, Width = thickness }, color);
    }

    /// <summary>
    /// Marks an area by a red frame around it, with a white edge so that it is seen on every picture; at the canvas' own edge the frame lies inside.
    /// </summary>
    public void Mark(PixelRectangle area)
    {
        (int left, int top) = (Math.Max(area.Left - 3, 0), Math.Max(area.Top - 3, 0));
        (int right, int bottom) = (Math.Min(area.Right + 3, Width), Math.Min(area.Bottom + 3, Height));
        Outline(new PixelRectangle(left, top, right - left, bottom - top), 4, 255);
        Outline(new PixelRectangle(left + 1, top + 1, right - left - 2, bottom - top - 2), 2, MarkColor);
    }

    public void Set(int x, int y, RgbValues color)
    {
        Span<byte> pixel = _rgba.AsSpan(4 * ((y * Width) + x), 4);
        pixel[0] = ToByte(color.Red);
        pixel[1] = ToByte(color.Green);
        pixel[2] = ToByte(color.Blue);
        pixel[3] = 255;
    }

    public void Draw(RgbImage image, int left, int top)
    {
        for (int y = 0; y < image.Height; y++)
        {
            PixelFormats.ToRgba(image.Pixels.Slice(3 * y * image.Width, 3 * image.Width), _rgba.AsSpan(4 * (((top + y) * Width) + left), 4 * image.Width));
        }
    }

    /// <summary>Draws one line of text whose baseline begins at the given point.</summary>
    public void DrawText(string text, float x, float baseline, TextStyle style, RgbValues color) =>
        OnSkia(canvas => DrawText(canvas, text, x, baseline, style, color));

    public static void DrawText(SKCanvas canvas, string text, float x, float baseline, TextStyle style, RgbValues color)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = ToColor(color) };
        foreach (Glyph glyph in TextShaper.Shape(text, style).Glyphs)
        {
            using SKPath? outline = GlyphOutlines.Of(glyph, style.Size);
            if (outline is not null)
            {
                canvas.Save();
                canvas.Translate(x + glyph.X, baseline + glyph.Y);
                canvas.DrawPath(outline, paint);
                canvas.Restore();
            }
        }
    }

    public static SKColor ToColor(RgbValues color) => new(ToByte(color.Red), ToByte(color.Green), ToByte(color.Blue));

    public RgbImage ToImage() => RgbImage.Create(Width, Height, rgb => PixelFormats.ToRgb(_rgba, rgb));

    private static byte ToByte(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);

    public void OnSkia(Action<SKCanvas> draw)
    {
        GCHandle pinned = GCHandle.Alloc(_rgba, GCHandleType.Pinned);
        try
        {
            var info = new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Premul);
            using SKSurface surface = SKSurface.Create(info, pinned.AddrOfPinnedObject(), info.RowBytes);
            draw(surface.Canvas);
            surface.Canvas.Flush();
        }
        finally
        {
            pinned.Free();
        }
    }
}
