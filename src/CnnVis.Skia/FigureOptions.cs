using System.Globalization;

namespace CnnVis.Skia;

/// <summary>How an explanation becomes a figure.</summary>
public sealed record FigureOptions
{
    /// <summary>What is shown side by side. <value>The default is the picture and the map over it; the map alone where there is no picture.</value></summary>
    public IReadOnlyList<MapView>? Views { get; init; }

    /// <summary>How maps are drawn: colours, scale, signs; its target is that of the whole figure.</summary>
    public MapOptions Map { get; init; } = new();

    /// <summary>How masks, contours and regions are drawn; the target is that of <see cref="Map"/>.</summary>
    public EvidenceOptions Evidence { get; init; } = new();

    /// <summary>The title. <value>The default is the target's name with its probability.</value></summary>
    public string? Title { get; init; }

    /// <summary>How many classes are listed with their probabilities; 0 for none. <value>The default is 5.</value></summary>
    public int Predictions { get; init; } = 5;

    /// <summary>Whether a caption says method, options, target, model, passes and time, and what a reader should know. <value>The default is true.</value></summary>
    public bool Caption { get; init; } = true;

    /// <summary>The length of the longer side of each picture. <value>The default is 360.</value></summary>
    public int CellSize { get; init; } = 360;

    /// <summary>The colours around the pictures. <value>The default is <see cref="FigureTheme.Light"/>.</value></summary>
    public FigureTheme Theme { get; init; } = FigureTheme.Light;

    /// <summary>How many pixels one of the figure's becomes: 2 for print and for screens of high density. <value>The default is 1.</value></summary>
    public double Scale { get; init; } = 1;

    internal void Validate(Explanation explanation)
    {
        Map.Validate(explanation);
        Evidence.Validate(explanation);
        if (Views is { Count: 0 } || Views?.Any(view => !Enum.IsDefined(view)) == true)
        {
            throw new ArgumentException($"Views must name at least one of {string.Join(", ", Enum.GetNames<MapView>())}.");
        }

        if (Predictions is < 0 or > 20 || CellSize is < 64 or > 4096 || Scale is not (>= 0.1 and <= 8))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Predictions {Predictions} must be from 0 to 20, CellSize {CellSize} from 64 to 4096, Scale {Scale} from 0.1 to 8."));
        }
    }
}
