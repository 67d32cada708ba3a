namespace CnnVis;

/// <summary>
/// Which part of the original picture a model's input shows, so that a map can be laid over the picture. The region can be smaller than
/// the picture (a crop) or larger (letterbox padding).
/// </summary>
/// <param name="PictureWidth">The original picture's columns.</param>
/// <param name="PictureHeight">The original picture's rows.</param>
/// <param name="Left">The region's left edge in pixels of the original picture.</param>
/// <param name="Top">Its top edge.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
public sealed record ImageGeometry(int PictureWidth, int PictureHeight, double Left, double Top, double Width, double Height)
{
    /// <summary>The geometry of an input that shows the whole picture.</summary>
    /// <param name="width">The picture's columns.</param>
    /// <param name="height">The picture's rows.</param>
    /// <returns>The geometry.</returns>
    public static ImageGeometry Whole(int width, int height) => new(width, height, 0, 0, width, height);

    /// <summary>The part of the picture that pixels of the model's input show, to whole pixels and no further than the picture reaches.</summary>
    /// <param name="pixels">Pixels of the model's input.</param>
    /// <param name="input">The input's shape.</param>
    /// <returns>The rectangle; empty where those pixels show nothing but the border of a letterbox.</returns>
    public PixelRectangle InPicture(PixelRectangle pixels, ImageShape input)
    {
        (int left, int right) = Along(pixels.Left, pixels.Right, Left, Width / input.Width, PictureWidth);
        (int top, int bottom) = Along(pixels.Top, pixels.Bottom, Top, Height / input.Height, PictureHeight);
        return right > left && bottom > top ? new PixelRectangle(left, top, right - left, bottom - top) : default;
    }

    // A pixel that is shown by less than a thousandth does not count: positions are computed in floating point.
    private static (int First, int End) Along(int first, int end, double offset, double scale, int length) => (
        Math.Max((int)Math.Floor(offset + (first * scale) + 1e-3), 0),
        Math.Min((int)Math.Ceiling(offset + (end * scale) - 1e-3), length));
}
