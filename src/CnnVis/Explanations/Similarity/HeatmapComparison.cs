using System.Globalization;
using CnnVis.Explanations;
using CnnVis.Explanations.Similarity;

namespace CnnVis;

/// <summary>
/// How alike two maps are, as they are drawn: four numbers that fail in different ways. Ranks compare every place, structure compares neighbourhoods, the strongest tenth
/// compares what a person sees first, the centre says how far it moved.
/// </summary>
public sealed class HeatmapComparison
{
    private HeatmapComparison(double rankCorrelation, double structuralSimilarity, double topIntersection, double centreShift)
    {
        RankCorrelation = rankCorrelation;
        StructuralSimilarity = structuralSimilarity;
        TopIntersection = topIntersection;
        CentreShift = centreShift;
    }

    /// <summary>
    /// How far both put the pixels in the same order (Spearman): 1 for the same, 0 for no relation, -1 for the opposite; NaN where one of the maps is the same everywhere.
    /// </summary>
    public double RankCorrelation { get; }

    /// <summary>
    /// The mean structural similarity of the maps as grey pictures: 1 for the same, about 0 for no relation, below 0 for opposite structure. Gaussian windows of 11x11
    /// with sigma 1.5, or of the largest odd size that a smaller map holds; K1 0.01, K2 0.03, a range of 1; windows that reach over an edge are left out.
    /// </summary>
    /// <remarks>Wang, Bovik, Sheikh, Simoncelli: Image Quality Assessment: From Error Visibility to Structural Similarity, 2004.</remarks>
    public double StructuralSimilarity { get; }

    /// <summary>
    /// Which share of one map's strongest tenth of pixels is among the other's: 1 for the same, about 0.1 for no relation, 0 for none. Pixels that are equal at the border of the
    /// tenth share the places that are left.
    /// </summary>
    public double TopIntersection { get; }

    /// <summary>
    /// How far the centre of the evidence moved, in shares of the image's diagonal: 0 for not at all; NaN where one of the maps has no evidence for its target.
    /// </summary>
    public double CentreShift { get; }

    /// <summary>Compares two maps, at the larger number of rows and of columns.</summary>
    /// <param name="first">One map.</param>
    /// <param name="second">The other.</param>
    /// <returns>The comparison; it is the same the other way round.</returns>
    public static HeatmapComparison Of(Heatmap first, Heatmap second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Of(first, second, Math.Max(first.Height, second.Height), Math.Max(first.Width, second.Width));
    }

    /// <summary>Compares the maps of two explanations at the size of the model's input, whatever methods, models or images they are about.</summary>
    /// <param name="first">One explanation.</param>
    /// <param name="second">The other.</param>
    /// <param name="target">Which target's maps.</param>
    /// <returns>The comparison; it is the same the other way round.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target.</exception>
    public static HeatmapComparison Of(Explanation first, Explanation second, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, Math.Min(first.Maps.Count, second.Maps.Count));
        (ImageShape one, ImageShape other) = (first.InputShape, second.InputShape);
        return Of(first.Maps[target], second.Maps[target], Math.Max(one.Height, other.Height), Math.Max(one.Width, other.Width));
    }

    /// <summary>The four numbers in a line.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"rank correlation {RankCorrelation:0.00}, structural similarity {StructuralSimilarity:0.00}, shared strongest tenth {TopIntersection:0.00}, centre moved by {CentreShift:0.00} of the diagonal");

    private static HeatmapComparison Of(Heatmap first, Heatmap second, int height, int width)
    {
        float[] one = first.Scaled(height, width);
        float[] other = second.Scaled(height, width);
        return new HeatmapComparison(
            Spearman.Correlation(one, other),
            StructuralSimilarityIndex.Of(Grey(one, first), Grey(other, second), height, width),
            StrongestTenth.Shared(one, other),
            Shift(EvidenceCentre.Of(one, height, width), EvidenceCentre.Of(other, height, width), height, width));
    }

    // Wang's formula is for brightness, which is not negative.
    private static double[] Grey(float[] scaled, Heatmap map) => Array.ConvertAll(scaled, number => map.IsSigned ? (number + 1.0) / 2 : number);

    private static double Shift((double Across, double Down) one, (double Across, double Down) other, int height, int width) =>
        double.Hypot((one.Across - other.Across) * width, (one.Down - other.Down) * height) / double.Hypot(width, height);
}
