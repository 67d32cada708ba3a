using System.Globalization;

namespace CnnVis.Skia;

/// <summary>How a map is drawn.</summary>
public sealed record MapOptions
{
    /// <summary>Which target's map, in the order of <see cref="Explanation.Targets"/>. <value>The default is the first.</value></summary>
    public int Target { get; init; }

    /// <summary>
    /// The colours. <value>The default is <see cref="ColorMap.BlueWhiteRed"/> for maps with signs, <see cref="ColorMap.Viridis"/> for others.</value>
    /// </summary>
    public IColorMap? Colors { get; init; }

    /// <summary>How much the strongest evidence covers the picture, 0 to 1. <value>The default is 0.85.</value></summary>
    public float Opacity { get; init; } = 0.85f;

    /// <summary>
    /// The number that the ends of the colours stand for. <value>The default is the map's own largest absolute value less <see cref="Outliers"/>. Give one to compare several
    /// maps.</value>
    /// </summary>
    public float? Scale { get; init; }

    /// <summary>
    /// How many of 100 pixels may lie beyond the ends of the colours; the bar says so (≥). <value>The default is 1 for gradients, which have a few pixels far above all
    /// others, and 0 for other maps.</value>
    /// </summary>
    public float? Outliers { get; init; }

    /// <summary>Which evidence is drawn. <value>The default is both, what speaks for the target and what speaks against it.</value></summary>
    public EvidenceSign Sign { get; init; } = EvidenceSign.Both;

    /// <summary>False to draw each cell of a coarse map as it is; true to draw smooth steps between the cells' centres. <value>The default is true.</value></summary>
    public bool Smooth { get; init; } = true;

    /// <summary>The length of the picture's longer side. <value>The default is the picture's own, at least 512 and at most 1600.</value></summary>
    public int? Size { get; init; }

    /// <summary>True to write what is shown above and to add a bar with the numbers. <value>The default is true.</value></summary>
    public bool Annotate { get; init; } = true;

    internal void Validate(Explanation explanation)
    {
        if (Target < 0 || Target >= explanation.Maps.Count)
        {
            throw new ArgumentException($"There is no target {Target}: the explanation has {explanation.Maps.Count} maps.");
        }

        if (Opacity is not (>= 0 and <= 1) || Scale is <= 0 || Size is < 16 or > 16_384)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Opacity {Opacity} must be from 0 to 1, Scale {Scale} above 0, Size {Size} from 16 to 16384."));
        }

        if (!Enum.IsDefined(Sign))
        {
            throw new ArgumentException($"Sign {Sign} is none of {string.Join(", ", Enum.GetNames<EvidenceSign>())}.");
        }

        if (Outliers is not (null or (>= 0 and <= 50)))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Outliers {Outliers} must be from 0 to 50 of 100 pixels."));
        }

        if (!explanation.Maps[Target].IsSigned && Sign == EvidenceSign.Negative)
        {
            throw new ArgumentException("The map has no negative numbers: there is nothing to draw of what speaks against the target.");
        }

        if (explanation.Maps[Target].IsSigned && Colors is { IsDiverging: false })
        {
            throw new ArgumentException("The map has signs: a map of colours without a neutral middle would hide them. Choose a diverging one.");
        }
    }
}
