namespace CnnVis.Skia.Drawing;

/// <summary>Draws a part of a picture that excites a channel.</summary>
internal static class PatchPicture
{
    // A frame around nearly everything would only hide the edge.
    private const double LargestFramedShare = 0.5;

    private static readonly RgbValues Padding = 224;

    public static RgbImage Of(TopPatch patch, RgbImage picture, int size, bool framePlace)
    {
        PixelRectangle seen = Inside(patch.Seen, picture);
        if (seen.Width == 0 || seen.Height == 0)
        {
            return new Canvas(size, size, Padding).ToImage();
        }

        (int width, int height) = PictureSize.For(seen.Width, seen.Height, size);
        RgbImage part = picture.Crop(seen).Resize(width, height);
        PixelRectangle place = patch.Place;
        bool isFramed = framePlace && place.Width > 0 && place.Width * (double)place.Height < LargestFramedShare * seen.Width * seen.Height;
        return isFramed ? Framed(part, Scaled(place, seen, width, height)) : part;
    }

    // The picture may have been replaced by a smaller one since it was surveyed.
    private static PixelRectangle Inside(PixelRectangle area, RgbImage picture)
    {
        int left = Math.Min(area.Left, picture.Width);
        int top = Math.Min(area.Top, picture.Height);
        return new PixelRectangle(left, top, Math.Min(area.Right, picture.Width) - left, Math.Min(area.Bottom, picture.Height) - top);
    }

    private static PixelRectangle Scaled(PixelRectangle place, PixelRectangle seen, int width, int height)
    {
        int left = (place.Left - seen.Left) * width / seen.Width;
        int top = (place.Top - seen.Top) * height / seen.Height;
        int right = (place.Right - seen.Left) * width / seen.Width;
        int bottom = (place.Bottom - seen.Top) * height / seen.Height;
        return new PixelRectangle(left, top, right - left, bottom - top);
    }

    /// <summary>White inside black: seen on every ground.</summary>
    private static RgbImage Framed(RgbImage image, PixelRectangle area)
    {
        var canvas = new Canvas(image.Width, image.Height, 0);
        canvas.Draw(image, 0, 0);
        Outline(canvas, new PixelRectangle(area.Left - 1, area.Top - 1, area.Width + 2, area.Height + 2), 0);
        Outline(canvas, area, 255);
        Outline(canvas, new PixelRectangle(area.Left + 1, area.Top + 1, area.Width - 2, area.Height - 2), 0);
        return canvas.ToImage();
    }

    private static void Outline(Canvas canvas, PixelRectangle area, RgbValues color)
    {
        canvas.Fill(area with { Height = 1 }, color);
        canvas.Fill(area with { Top = area.Bottom - 1, Height = 1 }, color);
        canvas.Fill(area with { Width = 1 }, color);
        canvas.Fill(area with { Left = area.Right - 1, Width = 1 }, color);
    }
}
