namespace CnnVis.Skia;

/// <summary>How a sheet of small pictures is drawn.</summary>
public sealed record SheetOptions
{
    /// <summary>Pictures in a row. <value>The default makes the sheet about as wide as high.</value></summary>
    public int? Columns { get; init; }

    /// <summary>The length of each picture's longer side in pixels. <value>The default is 96.</value></summary>
    public int CellSize { get; init; } = 96;

    /// <summary>Pixels between pictures. <value>The default is 4.</value></summary>
    public int Gap { get; init; } = 4;

    internal void Validate()
    {
        if (Columns is < 1 || CellSize is < 4 or > 4096 || Gap is < 0 or > 256)
        {
            throw new ArgumentException($"Columns {Columns} must be at least 1, CellSize {CellSize} from 4 to 4096, Gap {Gap} from 0 to 256.");
        }
    }
}
