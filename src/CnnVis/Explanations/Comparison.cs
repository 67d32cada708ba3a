using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using CnnVis.Explanations;

namespace CnnVis;

/// <summary>What several methods say about the same image and targets: their maps, how far they agree, what they cost.</summary>
public sealed class Comparison
{
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
        var table = new StringBuilder();
        for (int i = 0; i < Names.Count; i++)
        {
            Explanation explanation = Explanations[i];
            table.Append(CultureInfo.InvariantCulture, $"{Names[i].PadRight(width)} {explanation.ForwardPasses,6} passes {explanation.Elapsed.TotalSeconds,8:0.00} s ");
            for (int other = 0; other < Names.Count; other++)
            {
                table.Append(CultureInfo.InvariantCulture, $" {RankCorrelation(i, other),5:0.00}");
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
        && ReferenceEquals(first.Picture, other.Picture)
        && first.Targets.Count == other.Targets.Count
        && first.Targets.Zip(other.Targets).All(pair => IsTheSame(pair.First, pair.Second));

    // A method may compare a class with others, and name them: it is about the same class.
    private static bool IsTheSame(ExplainedTarget first, ExplainedTarget other) =>
        first.Name == other.Name || (first.ClassIndex is { } index && index == other.ClassIndex);

    private static string Subject(Explanation explanation) =>
        $"{string.Join(", ", explanation.Targets.Select(target => target.Name))} in {explanation.InputShape.Height}x{explanation.InputShape.Width} for {explanation.Model}";

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
