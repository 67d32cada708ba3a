namespace CnnVis;

/// <summary>Options of <see cref="FeatureAblationExtensions.FeatureAblation"/>.</summary>
public sealed record FeatureAblationOptions
{
    /// <summary>The parts of the image that are hidden one after the other. <value>The default is a grid of 7x7.</value></summary>
    public Segmentation Segments { get; init; } = Segmentation.Grid();

    /// <summary>Short for <see cref="Segmentation.Grid"/>: rows, and columns, of a grid. <value>The default is null: as <see cref="Segments"/> says.</value></summary>
    public int? Grid { get; init; }

    /// <summary>What a hidden segment is replaced by. <value>The default is <see cref="Baseline.Zero"/>, as in Captum.</value></summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>The same options with the grid as the segments, refused where they do not fit the image.</summary>
    internal FeatureAblationOptions ForShape(ImageShape shape)
    {
        Segments.RefuseUnfit(shape);
        if (Grid is not { } side)
        {
            return this;
        }

        Segmentation grid = Segmentation.Grid(side);
        string[] agreeing = [Segmentation.Grid().ToString(), grid.ToString()];
        return agreeing.Contains(Segments.ToString())
            ? this with { Segments = grid }
            : throw new ArgumentException($"{nameof(Grid)} is {side}, but {nameof(Segments)} is {Segments}. Give one of them.");
    }
}
