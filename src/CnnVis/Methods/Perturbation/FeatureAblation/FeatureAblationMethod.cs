namespace CnnVis.Methods;

/// <summary>A(p) = f(x) - f(x with the segment of p replaced by the baseline).</summary>
internal sealed class FeatureAblationMethod(FeatureAblationOptions options)
{
    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        CoalitionScores scores = CoalitionScores.Between(context, options.Segments, options.Baseline);
        PixelSegments segments = scores.Segments;
        context.ExpectPasses(segments.Count);
        double[][] without = [.. scores.Of(Enumerable.Range(0, segments.Count).Select(hidden => AllBut(hidden, segments.Count)))];
        return [.. scores.Whole.Select((whole, target) => segments.Paint([.. without.Select(score => whole - score[target])]))];
    }

    private static bool[] AllBut(int hidden, int count) => [.. Enumerable.Range(0, count).Select(segment => segment != hidden)];
}
