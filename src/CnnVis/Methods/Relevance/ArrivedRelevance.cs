using System.Globalization;

namespace CnnVis.Methods;

/// <summary>How much of the score has arrived at the image.</summary>
internal static class ArrivedRelevance
{
    private const int NamedTargets = 3;

    public static string InWords(ExplanationContext context, float[] sums)
    {
        string[] parts = [.. sums.Take(NamedTargets).Select((sum, target) => Share(context, target, sum))];
        string others = sums.Length > NamedTargets ? $"; and so on for {sums.Length - NamedTargets} more targets" : "";
        return $"Relevance that arrived at the image: {string.Join("; ", parts)}{others}. Biases and stabilisers account for the rest.";
    }

    private static string Share(ExplanationContext context, int target, float sum)
    {
        float score = context.Scores[target];
        string name = context.TargetCount > 1 ? $" for {context.TargetNames[target]}" : "";
        string share = score == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100.0 * sum / score:0} %)");
        string sign = score < 0 ? ", which is negative: what is blue speaks for it" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sum:0.###} of the score {score:0.###}{share}{name}{sign}");
    }
}
