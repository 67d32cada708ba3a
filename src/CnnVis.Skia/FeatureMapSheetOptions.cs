namespace CnnVis.Skia;

/// <summary>How feature maps are drawn.</summary>
public sealed record FeatureMapSheetOptions
{
    /// <summary>The order of the channels. <value>The default is the layer's.</value></summary>
    public FeatureMapOrder Order { get; init; }

    /// <summary>The most channels that are drawn. <value>The default is 256.</value></summary>
    public int Most { get; init; } = 256;

    /// <summary>Maps in a row. <value>The default makes the sheet about as wide as high.</value></summary>
    public int? Columns { get; init; }

    /// <summary>The length of each map's longer side in pixels. <value>The default is 96.</value></summary>
    public int CellSize { get; init; } = 96;

    /// <summary>Pixels between maps. <value>The default is 4.</value></summary>
    public int Gap { get; init; } = 4;

    /// <summary>The colours, from a map's lowest to its highest number. <value>The default is <see cref="ColorMap.Viridis"/>.</value></summary>
    public IColorMap? Colors { get; init; }

    /// <summary>True to draw all maps on one scale, so that strong channels look strong. <value>The default is a scale for each map.</value></summary>
    public bool SharedScale { get; init; }

    /// <summary>True to write the layer above, and under each map its channel and whether it is dead or saturated. <value>The default is true.</value></summary>
    public bool Annotate { get; init; } = true;

    internal SheetOptions Layout => new() { Columns = Columns, CellSize = CellSize, Gap = Gap };

    internal void Validate()
    {
        Layout.Validate();
        if (Most < 1)
        {
            throw new ArgumentException($"Most is {Most}; it must be at least 1.");
        }
    }
}
