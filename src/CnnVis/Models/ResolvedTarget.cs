namespace CnnVis.Models;

/// <summary>A target as a function of the logits or of the probabilities of one image.</summary>
internal sealed class ResolvedTarget(string name, int? classIndex, ScoreKind kind, ITargetFunction function)
{
    public ResolvedTarget(string name, int? classIndex, ScoreKind kind, IEnumerable<(int Index, float Weight)> elements)
        : this(name, classIndex, kind, new WeightedScores(elements))
    {
    }

    public string Name => name;

    public int? ClassIndex => classIndex;

    public ScoreKind Kind => kind;

    /// <summary>Whether its gradient is the same whatever the scores are.</summary>
    public bool IsLinear => function is WeightedScores;

    public float Score(ScorePass pass, int image) => (float)function.Value(pass.Of(Kind)[image]);

    /// <summary>Writes the target's gradient with respect to the scores of one image into zeros.</summary>
    public void WriteGradient(ReadOnlySpan<float> scores, Span<float> gradient) => function.WriteGradient(scores, gradient);
}
