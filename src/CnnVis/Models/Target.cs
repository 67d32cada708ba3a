using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis;

/// <summary>
/// The number that is explained: a class's logit unless told otherwise. An index or a name converts to one: <c>For("tabby")</c>, <c>For(281)</c>.
/// </summary>
public sealed partial class Target
{
    private readonly ITargetRule _rule;

    private Target(ITargetRule rule, ScoreKind scoreKind = ScoreKind.Logit)
    {
        _rule = rule;
        ScoreKind = scoreKind;
    }

    private interface ITargetRule
    {
        ResolvedTarget Resolve(TargetScores scores, ScoreKind kind);
    }

    /// <summary>
    /// The class that the model finds most probable; in a segmentation map, the one that covers most of the image, "background" left out.
    /// </summary>
    public static Target Top { get; } = new(new TopClass(0));

    /// <summary>Whether logits or probabilities are explained.</summary>
    public ScoreKind ScoreKind { get; }

    /// <summary>A class's logit; for a segmentation map, summed over the places where the class wins.</summary>
    /// <param name="selector">The class.</param>
    /// <returns>The target.</returns>
    public static Target Class(ClassSelector selector) => new(new Classes((selector, 1)));

    /// <summary>A class's probability, which depends on the scores of all other classes too.</summary>
    /// <param name="selector">The class.</param>
    /// <returns>The target.</returns>
    public static Target Probability(ClassSelector selector) => Class(selector).As(ScoreKind.Probability);

    /// <summary>What speaks for one class rather than another: the difference of their logits.</summary>
    /// <param name="first">The class that is explained.</param>
    /// <param name="second">The class that it is compared with.</param>
    /// <returns>The target.</returns>
    public static Target Difference(ClassSelector first, ClassSelector second) => new(new Classes((first, 1), (second, -1)));

    /// <summary>The class of a rank in the model's answer.</summary>
    /// <param name="rank">0 for the most probable, 1 for the second, and so on.</param>
    /// <returns>The target.</returns>
    public static Target Ranked(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        return new Target(new TopClass(rank));
    }

    /// <summary>
    /// Any weighted sum of elements for one image: one box's score, a mask, a difference. They are those of
    /// <see cref="ModelOutput.LogitsTensor"/>, which for a raw output is the output itself; with <see cref="ScoreKind.Probability"/> those of the probabilities.
    /// </summary>
    /// <param name="name">What the sum is called in results.</param>
    /// <param name="weights">One weight for each element.</param>
    /// <returns>The target.</returns>
    public static Target WeightedSum(string name, ReadOnlySpan<float> weights)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new Target(new Elements(name, weights.ToArray()));
    }

    /// <summary>
    /// Any number computed from the elements of the output for one image: an entropy, a margin over the best other class, a box's overlap with
    /// another times its score. The elements are those that <see cref="WeightedSum"/> weighs.
    /// </summary>
    /// <param name="name">What it is called in results.</param>
    /// <param name="function">Computes it; pure, and called from several threads where images are explained on several.</param>
    /// <param name="gradient">
    /// Its derivative with respect to each element; null to have it estimated by central differences, two calls of the function for each element.
    /// </param>
    /// <returns>The target.</returns>
    public static Target Function(string name, Func<double[], double> function, Func<double[], double[]>? gradient = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(function);
        return new Target(new Callers(name, new CallersFunction(function, gradient)));
    }

    /// <summary>For segmentation maps: a class's logits summed over a mask.</summary>
    /// <param name="selector">The class.</param>
    /// <param name="mask">One weight for each place of the map, row by row; 0 leaves a place out.</param>
    /// <param name="height">The mask's rows: those of the map.</param>
    /// <param name="width">The mask's columns.</param>
    /// <returns>The target.</returns>
    /// <exception cref="ArgumentException">The mask does not have as many places, or one of them is not finite.</exception>
    public static Target OverMask(ClassSelector selector, ReadOnlySpan<float> mask, int height, int width)
    {
        if (mask.Length != (long)height * width || !TensorPrimitives.IsFiniteAll(mask))
        {
            throw new ArgumentException($"A mask of {height}x{width} has {(long)height * width} finite numbers; {mask.Length} were given.", nameof(mask));
        }

        return new Target(new Masked(selector, mask.ToArray(), height, width));
    }

    /// <summary>The same target, explained through another number.</summary>
    /// <param name="kind">Logit or probability.</param>
    /// <returns>The target.</returns>
    public Target As(ScoreKind kind) => new(_rule, kind);

    /// <summary>A class by its index.</summary>
    /// <param name="index">The index, from 0.</param>
    public static implicit operator Target(int index) => FromInt32(index);

    /// <summary>A class by its name.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator Target(string name) => FromString(name);

    /// <summary>A class by its index.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <returns>The target.</returns>
    public static Target FromInt32(int index) => Class(index);

    /// <summary>A class by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The target.</returns>
    public static Target FromString(string name) => Class(name);

    /// <summary>The same class, compared with those whose logits are nearest to its own.</summary>
    internal Target AgainstLikeClasses(int count, double strength) => new(new LikeClasses(_rule, count, strength), ScoreKind);

    internal ResolvedTarget Resolve(TargetScores scores) => _rule.Resolve(scores, ScoreKind);
}
