using System.Globalization;

namespace CnnVis.Skia;

/// <summary>How a grid of explanations becomes a figure.</summary>
public sealed record FigureGridOptions
{
    /// <summary>What each cell shows. <value>The default is the map over the picture; the map alone where there is no picture.</value></summary>
    public MapView View { get; init; } = MapView.Overlay;

    /// <summary>Words above the columns, such as the methods' names. <value>The default is none.</value></summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Words beside the rows, such as the images' names. <value>The default is none.</value></summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>Whether each row begins with the picture as it is. <value>The default is true.</value></summary>
    public bool ShowOriginals { get; init; } = true;

    /// <summary>
    /// True for one scale for all maps, so that their strengths can be compared; false for one each, written below the map. <value>The default is false: methods have
    /// different units.</value>
    /// </summary>
    public bool SharedScale { get; init; }

    /// <summary>How maps are drawn: colours, scale, signs.</summary>
    public MapOptions Map { get; init; } = new();

    /// <summary>How masks, contours and regions are drawn.</summary>
    public EvidenceOptions Evidence { get; init; } = new();

    /// <summary>The title. <value>The default is none.</value></summary>
    public string? Title { get; init; }

    /// <summary>The length of the longer side of each picture. <value>The default is 200.</value></summary>
    public int CellSize { get; init; } = 200;

    /// <summary>The colours around the pictures. <value>The default is <see cref="FigureTheme.Light"/>.</value></summary>
    public FigureTheme Theme { get; init; } = FigureTheme.Light;

    /// <summary>How many pixels one of the figure's becomes: 2 for print and for screens of high density. <value>The default is 1.</value></summary>
    public double Scale { get; init; } = 1;

    internal void Validate(IReadOnlyList<IReadOnlyList<Explanation>> rows)
    {
        int columns = rows.Count > 0 ? rows[0].Count : 0;
        if (columns == 0 || rows.Any(row => row.Count != columns))
        {
            throw new ArgumentException("A grid needs rows of explanations, all of the same length and none empty.", nameof(rows));
        }

        if ((Columns.Count > 0 && Columns.Count != columns) || (Rows.Count > 0 && Rows.Count != rows.Count))
        {
            throw new ArgumentException($"There are {rows.Count} rows and {columns} columns, but words for {Rows.Count} and {Columns.Count}.");
        }

        foreach (Explanation explanation in rows.SelectMany(row => row))
        {
            Map.Validate(explanation);
            Evidence.Validate(explanation);
        }

        if (!Enum.IsDefined(View) || CellSize is < 64 or > 4096 || Scale is not (>= 0.1 and <= 8))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"View {View} must be one of {string.Join(", ", Enum.GetNames<MapView>())}, CellSize {CellSize} from 64 to 4096, Scale {Scale} from 0.1 to 8."));
        }
    }
}
