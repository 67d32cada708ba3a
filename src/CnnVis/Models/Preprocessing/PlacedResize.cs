namespace CnnVis.Models;

/// <summary>
/// A resize whose result lies somewhere in a canvas of the model's size: a crop starts before the canvas, a letterboxed picture inside it.
/// </summary>
internal readonly record struct PlacedResize(int ResizedWidth, int ResizedHeight, int OffsetX, int OffsetY)
{
    public static PlacedResize For(Preprocessing preprocessing, int pictureWidth, int pictureHeight, int width, int height) =>
        preprocessing.Resize switch
        {
            ResizeMode.Stretch => new PlacedResize(width, height, 0, 0),
            ResizeMode.ShorterSideCrop => CentreCrop(preprocessing.CropFraction, pictureWidth, pictureHeight, width, height),
            ResizeMode.Letterbox => Letterbox(preprocessing.LetterboxPlacement, pictureWidth, pictureHeight, width, height),
            _ => throw new ArgumentOutOfRangeException(nameof(preprocessing), preprocessing.Resize, "Unknown resize mode."),
        };

    public ImageGeometry Geometry(int pictureWidth, int pictureHeight, int width, int height)
    {
        double scaleX = (double)pictureWidth / ResizedWidth;
        double scaleY = (double)pictureHeight / ResizedHeight;
        return new ImageGeometry(pictureWidth, pictureHeight, -OffsetX * scaleX, -OffsetY * scaleY, width * scaleX, height * scaleY);
    }

    // Rounds as torchvision does: the longer side down, the offset to the nearest even number.
    private static PlacedResize CentreCrop(float cropFraction, int pictureWidth, int pictureHeight, int width, int height)
    {
        int coveredWidth = (int)MathF.Round(width / cropFraction);
        int coveredHeight = (int)MathF.Round(height / cropFraction);
        bool widthDecides = (long)coveredWidth * pictureHeight >= (long)coveredHeight * pictureWidth;
        int resizedWidth = widthDecides ? coveredWidth : (int)((long)coveredHeight * pictureWidth / pictureHeight);
        int resizedHeight = widthDecides ? (int)((long)coveredWidth * pictureHeight / pictureWidth) : coveredHeight;
        return new PlacedResize(
            resizedWidth,
            resizedHeight,
            -(int)Math.Round((resizedWidth - width) / 2.0, MidpointRounding.ToEven),
            -(int)Math.Round((resizedHeight - height) / 2.0, MidpointRounding.ToEven));
    }

    private static PlacedResize Letterbox(LetterboxPlacement placement, int pictureWidth, int pictureHeight, int width, int height)
    {
        double scale = Math.Min((double)width / pictureWidth, (double)height / pictureHeight);
        int resizedWidth = Math.Clamp((int)Math.Round(pictureWidth * scale), 1, width);
        int resizedHeight = Math.Clamp((int)Math.Round(pictureHeight * scale), 1, height);
        return placement == LetterboxPlacement.TopLeft
            ? new PlacedResize(resizedWidth, resizedHeight, 0, 0)
            : new PlacedResize(resizedWidth, resizedHeight, (width - resizedWidth) / 2, (height - resizedHeight) / 2);
    }
}
