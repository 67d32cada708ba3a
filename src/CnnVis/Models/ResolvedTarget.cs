namespace CnnVis.Models;

/// <summary>A target as a weighted sum of elements of the logits or of the probabilities.</summary>
internal sealed class ResolvedTarget
{
    private readonly int[] _indices;
    private readonly float[] _weights;

    public ResolvedTarget(string name, int? classIndex, ScoreKind kind, IEnumerable<(int Index, float Weight)> elements)
    {
        Name = name;
        ClassIndex = classIndex;
        Kind = kind;
        (int Index, float Weight)[] used = [.. elements.Where(element => element.Weight != 0)];
        _indices = Array.ConvertAll(used, element => element.Index);
        _weights = Array.ConvertAll(used, element => element.Weight);
    }

    public string Name { get; }

    public int? ClassIndex { get; }

    public ScoreKind Kind { get; }

    /// <summary>Writes the weights of one image's scores into zeros: the gradient of the target with respect to the scores.</summary>
    public void WriteWeights(Span<float> scores)
    {
        for (int i = 0; i < _indices.Length; i++)
        {
            scores[_indices[i]] += _weights[i];
        }
    }

    public float Score(ScorePass pass, int image)
    {
        ReadOnlySpan<float> output = pass.Of(Kind)[image];
        // A mask sums thousands of logits: double keeps the difference of two such sums.
        double sum = 0;
        for (int i = 0; i < _indices.Length; i++)
        {
            sum += (double)_weights[i] * output[_indices[i]];
        }

        return (float)sum;
    }
}
