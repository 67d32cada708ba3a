namespace CnnVis.Skia;

/// <summary>How a tour is drawn.</summary>
public sealed record TourSheetOptions
{
    /// <summary>Which channels of each layer are shown. <value>The default is those that tell places apart most.</value></summary>
    public FeatureMapOrder Order { get; init; } = FeatureMapOrder.Variance;

    /// <summary>How many maps of each layer are shown. <value>The default is 7.</value></summary>
    public int MapsPerStage { get; init; } = 7;

    /// <summary>The length of each map's longer side in pixels. <value>The default is 120.</value></summary>
    public int CellSize { get; init; } = 120;

    /// <summary>The colours, from a map's lowest to its highest number. <value>The default is <see cref="ColorMap.Viridis"/>.</value></summary>
    public IColorMap? Colors { get; init; }

    internal void Validate()
    {
        if (MapsPerStage is < 1 or > 64 || CellSize is < 16 or > 1024)
        {
            throw new ArgumentException($"MapsPerStage {MapsPerStage} must be from 1 to 64, CellSize {CellSize} from 16 to 1024.");
        }
    }
}
