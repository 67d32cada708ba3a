namespace CnnVis.Skia.Drawing;

/// <summary>Rectangles of a picture on a drawing of another size.</summary>
internal static class RectangleScaling
{
    /// <summary>The smallest rectangle of whole pixels that covers the scaled one.</summary>
    public static PixelRectangle Scaled(this PixelRectangle area, double across, double down)
    {
        (int left, int right) = ((int)Math.Floor(area.Left * across), (int)Math.Ceiling(area.Right * across));
        (int top, int bottom) = ((int)Math.Floor(area.Top * down), (int)Math.Ceiling(area.Bottom * down));
        return new PixelRectangle(left, top, right - left, bottom - top);
    }
}
