using System.Globalization;

namespace CnnVis.Methods;

/// <summary>How much of the score has arrived at the image, in words.</summary>
internal static class ArrivedRelevance
{
    private const int NamedTargets = 3;
    private const double LeastPercent = 0.1;
    private const double Exact = 0.5;
    private const double Rounding = 1e-4;

    // Of either sign, as a multiple of the score: more of it is what nearly cancelled, and rounding with it.
    private const double LargestGrowth = 100;

    public static void Note(ExplanationContext context, IReadOnlyList<float[]> maps, LrpBias bias)
    {
        context.AddNote(Sums(context, [.. maps.Select(map => map.Sum(value => (double)value))], bias));
        if (maps.Select((map, target) => map.Sum(value => (double)MathF.Abs(value)) > LargestGrowth * Math.Abs(context.ScoresTimesGradient(target))).Any(grew => grew))
        {
            context.AddNote("Relevance of both signs grew to more than a hundred times the score on its way, so the map shows little but what nearly cancels. "
                + "A composite with z+, or a larger Epsilon, is steadier.");
        }
    }

    private static string Sums(ExplanationContext context, double[] sums, LrpBias bias)
    {
        string[] parts = [.. sums.Take(NamedTargets).Select((sum, target) => Share(context, target, sum))];
        string others = sums.Length > NamedTargets ? $"; {sums.Length - NamedTargets} more targets" : "";
        bool isExact = sums.Select((sum, target) => Percent(sum, context.ScoresTimesGradient(target))).All(percent => Math.Abs(percent - 100) < Exact);
        string rest = isExact ? ""
            : bias == LrpBias.Absorb ? " The difference is the share of biases; set Bias to Ignore to leave them out."
            : " The difference comes from units that nothing but their bias switched on.";
        return $"Relevance that arrived at the image: {string.Join("; ", parts)}{others}.{rest}";
    }

    private static string Share(ExplanationContext context, int target, double sum)
    {
        double score = context.ScoresTimesGradient(target);
        double value = context.Scores[target];
        string what = Math.Abs(score - value) <= Rounding * Math.Max(Math.Abs(score), Math.Abs(value))
            ? "the score"
            : string.Create(CultureInfo.InvariantCulture, $"what it starts with, the class scores times the gradient of the target (which is {value:G4} and no weighted sum of them),");
        string name = context.TargetCount > 1 ? $" for {context.TargetNames[target]}" : "";
        string sign = score < 0 ? ", which is negative, so blue speaks for it" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sum:G3} of {what} {score:G4} ({InWords(Percent(sum, score))}){name}{sign}");
    }

    private static string InWords(double percent) => Math.Abs(percent) < LeastPercent && percent != 0
        ? string.Create(CultureInfo.InvariantCulture, $"less than {LeastPercent} %")
        : string.Create(CultureInfo.InvariantCulture, $"{percent:G3} %");

    private static double Percent(double sum, double score) => score == 0 ? (sum == 0 ? 100 : 0) : 100.0 * sum / score;
}
