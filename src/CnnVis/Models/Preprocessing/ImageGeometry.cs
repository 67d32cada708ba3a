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
}
