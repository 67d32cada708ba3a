using System.Globalization;
using CnnVis.Skia.Drawing;

namespace CnnVis.Skia.Figures;

/// <summary>What is written around a map.</summary>
internal static class ExplanationWords
{
    private const int MostOptions = 4;

    /// <summary>The target and how probable the model finds it.</summary>
    public static string Headline(Explanation explanation, int target)
    {
        ExplainedTarget explained = explanation.Targets[target];
        float? probability = explanation.Prediction.FirstOrDefault(score => score.Index == explained.ClassIndex)?.Probability;
        string covers = explanation.OutputForm == OutputForm.SegmentationMap ? "covers " : "";
        return probability is { } share ? string.Create(CultureInfo.InvariantCulture, $"{explained.Name}  {covers}{share:0.0%}") : explained.Name;
    }

    /// <summary>What the map's colours say.</summary>
    public static string Effect(Explanation explanation, int target, MapOptions options)
    {
        string what = explanation.Targets[target].ScoreKind == ScoreKind.Probability ? "probability" : "logit";
        string? shows = ExplanationMethod.All.FirstOrDefault(method => method.Verb == explanation.Method)?.Shows;
        string effect = (explanation.Maps[target].Scaling, options.Colors) switch
        {
            (MapScaling.Symmetric, null) => $"red raises the {what}, blue lowers it",
            (MapScaling.Symmetric, _) => $"above zero raises the {what}, below lowers it",
            (MapScaling.PositivePart, _) => shows ?? $"what raises the {what}; what lowers it is left out",
            _ => shows ?? $"what the {what} depends on",
        };
        return $"{explanation.Method}: {effect}";
    }

    /// <summary>What lines and masks say.</summary>
    public static string Marks(Explanation explanation, int target) => $"{explanation.Method}: where the evidence for {explanation.Targets[target].Name} is";

    /// <summary>What a view of it shows.</summary>
    public static string Of(MapView view, Explanation explanation, EvidenceOptions marks) => view switch
    {
        MapView.Original => "the picture",
        MapView.Overlay or MapView.Heatmap => explanation.Method,
        MapView.Masked => $"{Numerals.Percent(marks.Share)} of the evidence",
        MapView.Contours => "within the lines",
        _ => "strongest regions",
    };

    /// <summary>How it was made, and how long that took.</summary>
    public static string Caption(Explanation explanation, int target) => Made(explanation, target, string.Create(CultureInfo.InvariantCulture, $", {explanation.Elapsed.TotalSeconds:0.0} s"));

    /// <summary>How it was made, in the same words for the same explanation.</summary>
    public static string Description(Explanation explanation, int target) => Made(explanation, target, "");

    private static string Made(Explanation explanation, int target, string time)
    {
        ExplainedTarget explained = explanation.Targets[target];
        string score = explained.ScoreKind == ScoreKind.Probability ? "probability" : "logit";
        string options = string.Join(", ", explanation.Options.Where(option => option.Value.Length is > 0 and < 20).Take(MostOptions).Select(option => $"{option.Key} {option.Value}"));
        string[] parts =
        [
            explanation.Method + (options.Length > 0 ? $" ({options})" : ""),
            string.Create(CultureInfo.InvariantCulture, $"{score} of {explained.Name}: {explained.Score:0.###}"),
            explanation.Model,
            string.Create(CultureInfo.InvariantCulture, $"{explanation.ForwardPasses} forward{(explanation.BackwardPasses > 0 ? $" and {explanation.BackwardPasses} backward" : "")} passes{time}"),
        ];
        return string.Join(" \u00b7 ", parts.Where(part => part.Length > 0)) + string.Concat(explanation.Notes.Select((note, i) => $"{(i == 0 ? ". " : " ")}{note}"));
    }
}
