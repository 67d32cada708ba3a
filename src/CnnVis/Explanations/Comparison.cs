using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using CnnVis.Explanations;
using CnnVis.Tensors;

namespace CnnVis;

/// <summary>What several methods say about the same image and targets: their maps, how far they agree, what they cost.</summary>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class Comparison
{
    // Batches of different sizes give scores that differ in their last digits.
    private const float SameScore = 1e-3f;

    /// <summary>Compares explanations of the same image.</summary>
    /// <param name="explanations">At least one; all of the same model, input and number of targets.</param>
    /// <exception cref="ArgumentException">They are not about the same.</exception>
    public Comparison(IReadOnlyList<Explanation> explanations)
    {
        ArgumentNullException.ThrowIfNull(explanations);
        if (explanations.Count == 0)
        {
            throw new ArgumentException("There is nothing to compare.", nameof(explanations));
        }

        Explanation first = explanations[0];
        if (explanations.FirstOrDefault(other => !IsAboutTheSame(first, other)) is { } odd)
        {
            throw new ArgumentException(
                $"{odd.Method} explains {Subject(odd)}; {first.Method} explains {Subject(first)}. Only explanations of one image and the same targets can be compared.",
                nameof(explanations));
        }

        Explanations = [.. explanations];
        Names = UniqueNames(explanations);
    }

    /// <summary>The explanations, in the order in which they were asked for.</summary>
    public IReadOnlyList<Explanation> Explanations { get; }

    /// <summary>Their methods' names, numbered where a method occurs again.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// How far two maps put the pixels in the same order (Spearman), as they are drawn at the input's size: 1 for the same order, 0 for no
    /// relation, -1 for the opposite; NaN where one of the maps is the same everywhere.
    /// </summary>
    /// <param name="first">The position of one explanation.</param>
    /// <param name="second">The position of the other.</param>
    /// <param name="target">Which target's maps.</param>
    /// <param name="ignoreSigns">True to compare magnitudes: whether the same places matter, for or against.</param>
    /// <returns>The correlation.</returns>
    public double RankCorrelation(int first, int second, int target = 0, bool ignoreSigns = false) =>
        Spearman.Correlation(Drawn(first, target, ignoreSigns), Drawn(second, target, ignoreSigns));

    /// <summary>The explanations with their costs and the rank correlations of the first target's maps, as a table.</summary>
    /// <returns>A line for each explanation.</returns>
    public override string ToString()
    {
        int width = Names.Max(name => name.Length);
        double[][] ranks = [.. Enumerable.Range(0, Names.Count).Select(index => Spearman.CentredRanks(Drawn(index, target: 0, ignoreSigns: false)))];
        var table = new StringBuilder();
        for (int i = 0; i < Names.Count; i++)
        {
            Explanation explanation = Explanations[i];
            table.Append(CultureInfo.InvariantCulture, $"{Names[i].PadRight(width)} {explanation.ForwardPasses,6} passes {explanation.Elapsed.TotalSeconds,8:0.00} s ");
            for (int other = 0; other < Names.Count; other++)
            {
                table.Append(CultureInfo.InvariantCulture, $" {Spearman.Correlation(ranks[i], ranks[other]),5:0.00}");
            }

            table.AppendLine();
        }

        return table.ToString();
    }

    private float[] Drawn(int index, int target, bool ignoreSigns)
    {
        Explanation explanation = Explanations[index];
        float[] map = explanation.Maps[target].Scaled(explanation.InputShape.Height, explanation.InputShape.Width);
        if (ignoreSigns)
        {
            TensorPrimitives.Abs<float>(map, map);
        }

        return map;
    }

    private static bool IsAboutTheSame(Explanation first, Explanation other) =>
        first.Model == other.Model
        && first.InputShape == other.InputShape
        && IsTheSame(first.Picture, other.Picture)
        && first.Targets.Count == other.Targets.Count
        && first.Targets.Zip(other.Targets).All(pair => IsTheSame(pair.First, pair.Second));

    // An explanation from a file, or of a tensor, has no picture: the scores of the same target tell.
    private static bool IsTheSame(RgbImage? first, RgbImage? other) =>
        first is null
        || other is null
        || ReferenceEquals(first, other)
        || ((first.Width, first.Height) == (other.Width, other.Height) && first.Pixels.SequenceEqual(other.Pixels));

    // A method may compare a class with others, and name them: it is about the same class, but another score.
    private static bool IsTheSame(ExplainedTarget first, ExplainedTarget other) =>
        (first.Name, first.ScoreKind) == (other.Name, other.ScoreKind)
            ? MathF.Abs(first.Score - other.Score) <= SameScore * MathF.Max(1, MathF.Abs(first.Score))
            : first.Name != other.Name && first.ClassIndex is { } index && index == other.ClassIndex;

    private static string Subject(Explanation explanation)
    {
        IEnumerable<string> targets = explanation.Targets.Select(target => string.Create(CultureInfo.InvariantCulture, $"{target.Name} ({target.ScoreKind} {target.Score:g6})"));
        string picture = explanation.Picture is { } seen ? $"a picture of {seen.Width}x{seen.Height}" : "an image";
        return $"{string.Join(", ", targets)} in {picture} for {explanation.Model}";
    }

    private static string[] UniqueNames(IReadOnlyList<Explanation> explanations)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. explanations.Select(explanation =>
            {
                int count = seen[explanation.Method] = seen.GetValueOrDefault(explanation.Method) + 1;
                return count == 1 ? explanation.Method : string.Create(CultureInfo.InvariantCulture, $"{explanation.Method} ({count})");
            }),
        ];
    }
}
