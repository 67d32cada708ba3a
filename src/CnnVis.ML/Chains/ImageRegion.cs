namespace CnnVis.ML.Chains;

/// <summary>An image inside a pipeline.</summary>
/// <param name="Geometry">The part of the original picture that it shows.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
internal sealed record ImageRegion(ImageGeometry Geometry, int Width, int Height)
{
    /// <summary>The whole of a picture.</summary>
    public static ImageRegion Whole(int width, int height) => new(ImageGeometry.Whole(width, height), width, height);

    /// <summary>A part of this image, or more than all of it, brought to another size.</summary>
    /// <param name="left">The part's left edge, as a fraction of this image's width.</param>
    /// <param name="top">Its top edge, as a fraction of the height.</param>
    /// <param name="across">Its width, as a fraction.</param>
    /// <param name="down">Its height, as a fraction.</param>
    /// <param name="width">Columns of the new image.</param>
    /// <param name="height">Rows of the new image.</param>
    public ImageRegion Show(double left, double top, double across, double down, int width, int height) => new(
        Geometry with
        {
            Left = Geometry.Left + (left * Geometry.Width),
            Top = Geometry.Top + (top * Geometry.Height),
            Width = across * Geometry.Width,
            Height = down * Geometry.Height,
        },
        width,
        height);
}
