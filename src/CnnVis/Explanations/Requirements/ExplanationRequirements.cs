using System.Globalization;
using CnnVis.Explanations.Requirements;

namespace CnnVis;

/// <summary>
/// What a test requires of an explanation, whatever test framework runs it. Each returns the explanation, so that one can follow the other, or throws
/// <see cref="ExplanationRequirementException"/>.
/// </summary>
public static class ExplanationRequirements
{
    /// <summary>
    /// Requires how much of the evidence lies inside a box: at least so much inside the object, at most so much inside a watermark. A map without evidence never passes.
    /// </summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="box">A box in pixels of the original picture; where a tensor was explained, of the model's input.</param>
    /// <param name="atLeast">The least share, 0 to 1.</param>
    /// <param name="atMost">The largest share, 0 to 1.</param>
    /// <param name="target">Which target's map.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ExplanationRequirementException">The share is another one.</exception>
    /// <exception cref="ArgumentException">The shares are no range within 0 to 1, or all of it; or the box is empty.</exception>
    public static Explanation RequireInside(this Explanation explanation, PixelRectangle box, double atLeast = 0, double atMost = 1, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        if (!(atLeast >= 0 && atLeast <= atMost && atMost <= 1) || (atLeast == 0 && atMost == 1))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"From {atLeast} to {atMost} of the evidence is no requirement: give atLeast or atMost, 0 to 1."), nameof(atLeast));
        }

        if (box.Width < 1 || box.Height < 1)
        {
            throw new ArgumentException($"The box must hold pixels; it is {Words.Box(box)}.", nameof(box));
        }

        explanation.RequireEvidence(target);
        double share = explanation.Evidence(target).ShareInside(box);
        string range = atMost == 1 ? $"at least {Words.Percent(atLeast)}"
            : atLeast == 0 ? $"at most {Words.Percent(atMost)}"
            : $"{Words.Percent(atLeast)} to {Words.Percent(atMost)}";
        return share >= atLeast && share <= atMost
            ? explanation
            : throw new ExplanationRequirementException(
                $"Expected {range} of the evidence inside the box {Words.Box(box)}, found {Words.Percent(share)}. {Words.WhereEvidenceIs(explanation, target)} {Words.Subject(explanation, target)}");
    }

    /// <summary>Requires that something speaks for the target: the map has a positive number and none that is not finite.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="target">Which target's map.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ExplanationRequirementException">Nothing does.</exception>
    public static Explanation RequireEvidence(this Explanation explanation, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        double total = explanation.Evidence(target).Total;
        string notes = explanation.Notes.Count == 0 ? "" : $" Its notes: {string.Join(" ", explanation.Notes)}";
        return total > 0 && double.IsFinite(total)
            ? explanation
            : throw new ExplanationRequirementException(
                $"Expected evidence for the target, found {(total == 0 ? "no positive number in the map" : "numbers that are not finite")}. {Words.Subject(explanation, target)}{notes}");
    }

    /// <summary>Requires which class the model finds most probable.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="name">The class's whole label in any case; without labels, <c>class 7</c>.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ExplanationRequirementException">It is another class.</exception>
    public static Explanation RequireTopClass(this Explanation explanation, string name)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return RequireTopClass(explanation, name, top => top.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Requires which class the model finds most probable.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="index">The class, from 0.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ExplanationRequirementException">It is another class.</exception>
    public static Explanation RequireTopClass(this Explanation explanation, int index)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return RequireTopClass(explanation, string.Create(CultureInfo.InvariantCulture, $"class {index}"), top => top.Index == index);
    }

    /// <summary>Requires that a map is like another one: one that was saved, or one of another version of the model.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="other">What it must be like.</param>
    /// <param name="limits">How alike; null for the defaults.</param>
    /// <param name="target">Which target's maps.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ExplanationRequirementException">One of the four numbers is outside its limit.</exception>
    public static Explanation RequireSimilarTo(this Explanation explanation, Explanation other, SimilarityLimits? limits = null, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(other);
        limits ??= new();
        limits.Validate();
        HeatmapComparison found = HeatmapComparison.Of(explanation, other, target);
        IReadOnlyList<string> unmet = limits.Unmet(found);
        return unmet.Count == 0
            ? explanation
            : throw new ExplanationRequirementException(
                $"Expected {string.Join(", ", unmet)}; found {found}. {Words.WhereEvidenceIs(explanation, target)} In the other map: {Words.WhereEvidenceIs(other, target)} "
                + Words.Subject(explanation, target));
    }

    private static Explanation RequireTopClass(Explanation explanation, string expected, Func<ClassScore, bool> isIt)
    {
        if (explanation.Prediction.Count > 0 && isIt(explanation.Prediction[0]))
        {
            return explanation;
        }

        IEnumerable<string> found = explanation.Prediction.Select(score => string.Create(CultureInfo.InvariantCulture, $"{Words.Class(score)} {score.Probability:0.0000}"));
        throw new ExplanationRequirementException(
            $"Expected {expected} as the most probable class, found {(explanation.Prediction.Count == 0 ? "a raw output without classes" : string.Join(", ", found))}. "
            + $"Model {explanation.Model}.");
    }
}
