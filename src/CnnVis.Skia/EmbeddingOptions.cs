namespace CnnVis.Skia;

/// <summary>How an embedding is drawn.</summary>
public sealed record EmbeddingOptions
{
    /// <summary>The width of the picture in pixels; its height is three quarters of it. <value>The default is 1600.</value></summary>
    public int Width { get; init; } = 1600;

    /// <summary>The length of each thumbnail's longer side. <value>The default is 64.</value></summary>
    public int ThumbnailSize { get; init; } = 64;

    /// <summary>
    /// Which part of a thumbnail others may cover, 0 to 1. Images whose thumbnails would cover more are drawn as dots. <value>The default is 0.1.</value>
    /// </summary>
    public float Overlap { get; init; } = 0.1f;

    internal void Validate()
    {
        if (Width is < 256 or > 16_384 || ThumbnailSize < 8 || ThumbnailSize > Width / 4 || Overlap is not (>= 0 and <= 1))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Width {Width} must be from 256 to 16384, ThumbnailSize {ThumbnailSize} from 8 to a quarter of it, Overlap {Overlap} from 0 to 1."));
        }
    }
}
