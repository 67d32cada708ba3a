using System.Globalization;

namespace CnnVis.Explanations.Requirements;

/// <summary>What the messages of requirements are made of.</summary>
internal static class Words
{
    private const double DescribedShare = 0.5;

    // 59.96 % must not read as 60 % where 60 % is required.
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100, 2):0.##} %");

    public static string Box(PixelRectangle box) => $"({box.Left}, {box.Top}) to ({box.Right}, {box.Bottom})";

    public static string Subject(Explanation explanation, int target) =>
        $"Target {explanation.Targets[target].Name}, method {explanation.Method}, model {explanation.Model}.";

    /// <summary>The label with its index; without labels, the name is the index.</summary>
    public static string Class(ClassScore score)
    {
        string index = string.Create(CultureInfo.InvariantCulture, $"class {score.Index}");
        return score.Name == index ? index : $"{score.Name} ({index})";
    }

    /// <summary>The regions that hold half of the evidence, the two largest of them.</summary>
    public static string WhereEvidenceIs(Explanation explanation, int target)
    {
        Evidence evidence = explanation.Evidence(target);
        IReadOnlyList<EvidenceRegion> regions = evidence.Total > 0 ? evidence.Regions(DescribedShare) : [];
        return regions.Count == 0
            ? "There is no evidence."
            : $"Most of the evidence: {string.Join(", ", regions.Take(2).Select(region => $"{Percent(region.Share)} in {Box(InPicture(explanation, region.Bounds))}"))}.";
    }

    private static PixelRectangle InPicture(Explanation explanation, PixelRectangle pixels) =>
        explanation.Geometry is { } geometry ? geometry.InPicture(pixels, explanation.InputShape) : pixels;
}
