using System.Globalization;
using CnnVis.Models;

namespace CnnVis.Explanations;

/// <summary>Which targets are explained, once the model's answer is known.</summary>
internal interface ITargetChoice
{
    IReadOnlyList<Target> Targets(TargetScores scores);
}

/// <summary>Those that the caller named.</summary>
internal sealed class GivenTargets(IReadOnlyList<Target> targets) : ITargetChoice
{
    public IReadOnlyList<Target> Targets(TargetScores scores) => targets;
}

/// <summary>Every class, by index.</summary>
internal sealed class EveryClass(ScoreKind kind) : ITargetChoice
{
    public IReadOnlyList<Target> Targets(TargetScores scores) =>
        [.. scores.Ranking().OrderBy(score => score.Index).Select(score => Target.Class(score.Index).As(kind))];
}

/// <summary>The classes above a probability, the most probable first.</summary>
internal sealed class LikelyClasses(float probability, ScoreKind kind) : ITargetChoice
{
    public IReadOnlyList<Target> Targets(TargetScores scores)
    {
        IReadOnlyList<ClassScore> ranking = scores.Foreground();
        Target[] likely = [.. ranking.TakeWhile(score => score.Probability >= probability).Select(score => Target.Class(score.Index).As(kind))];
        return likely.Length > 0
            ? likely
            : throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"No class has a probability of {probability} or more; the most probable is {MostProbable(ranking)}."));
    }

    private static string MostProbable(IReadOnlyList<ClassScore> ranking) =>
        ranking is [var first, ..] ? string.Create(CultureInfo.InvariantCulture, $"{first.Name} with {first.Probability:0.####}") : "the background";
}

/// <summary>Others in the place of those that were chosen.</summary>
internal sealed class ChangedTargets(ITargetChoice choice, Func<Target, Target> change) : ITargetChoice
{
    public IReadOnlyList<Target> Targets(TargetScores scores) => [.. choice.Targets(scores).Select(change)];
}
