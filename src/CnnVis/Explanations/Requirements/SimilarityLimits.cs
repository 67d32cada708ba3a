using System.Globalization;

namespace CnnVis;

/// <summary>How alike two maps must be. A number that is not one, because a map is empty, is outside every limit.</summary>
public sealed record SimilarityLimits
{
    /// <summary>The least rank correlation, -1 to 1.</summary>
    /// <value>The default value is 0.9.</value>
    public double RankCorrelation { get; init; } = 0.9;

    /// <summary>The least structural similarity, -1 to 1.</summary>
    /// <value>The default value is 0.8.</value>
    public double StructuralSimilarity { get; init; } = 0.8;

    /// <summary>The least share of the strongest tenth that both have, 0 to 1.</summary>
    /// <value>The default value is 0.7.</value>
    public double TopIntersection { get; init; } = 0.7;

    /// <summary>How far the centre of the evidence may lie away, in shares of the image's diagonal, 0 to 1.</summary>
    /// <value>The default value is 0.05.</value>
    public double CentreShift { get; init; } = 0.05;

    /// <summary>What a comparison falls short of, in words; none where it is within all limits.</summary>
    internal IReadOnlyList<string> Unmet(HeatmapComparison found) =>
    [
        .. AtLeast("rank correlation", RankCorrelation, found.RankCorrelation),
        .. AtLeast("structural similarity", StructuralSimilarity, found.StructuralSimilarity),
        .. AtLeast("shared strongest tenth", TopIntersection, found.TopIntersection),
        .. found.CentreShift <= CentreShift
            ? Array.Empty<string>()
            : [string.Create(CultureInfo.InvariantCulture, $"centre moved by at most {CentreShift:0.###} of the diagonal")],
    ];

    internal void Validate()
    {
        Check(RankCorrelation, -1, nameof(RankCorrelation));
        Check(StructuralSimilarity, -1, nameof(StructuralSimilarity));
        Check(TopIntersection, 0, nameof(TopIntersection));
        Check(CentreShift, 0, nameof(CentreShift));
    }

    private static string[] AtLeast(string what, double limit, double found) =>
        found >= limit ? [] : [string.Create(CultureInfo.InvariantCulture, $"{what} of at least {limit:0.###}")];

    private static void Check(double limit, double least, string name)
    {
        if (!(limit >= least && limit <= 1))
        {
            throw new ArgumentOutOfRangeException(name, limit, string.Create(CultureInfo.InvariantCulture, $"{name} {limit} must be from {least} to 1."));
        }
    }
}
