namespace CnnVis;

/// <summary>A model's answer for one image.</summary>
public sealed class Prediction
{
    internal Prediction(IEnumerable<ClassScore> classes) => Classes = [.. classes];

    /// <summary>The classes, the most probable first.</summary>
    public IReadOnlyList<ClassScore> Classes { get; }

    /// <summary>The most probable class.</summary>
    public ClassScore Top => Classes[0];

    internal static Prediction From(ReadOnlySpan<float> classScores, Labels? labels, int count)
    {
        float[] scores = classScores.ToArray();
        IEnumerable<int> best = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(count);
        return new Prediction(best.Select(i => new ClassScore(i, labels?[i], scores[i])));
    }
}
