namespace CnnVis.Models;

/// <summary>A weighted sum of some of the scores.</summary>
internal sealed class WeightedScores : ITargetFunction
{
    private readonly int[] _indices;
    private readonly float[] _weights;

    public WeightedScores(IEnumerable<(int Index, float Weight)> elements)
    {
        (int Index, float Weight)[] used = [.. elements.Where(element => element.Weight != 0)];
        _indices = Array.ConvertAll(used, element => element.Index);
        _weights = Array.ConvertAll(used, element => element.Weight);
    }

    public double Value(ReadOnlySpan<float> scores)
    {
        // A mask sums thousands of logits: double keeps the difference of two such sums.
        double sum = 0;
        for (int i = 0; i < _indices.Length; i++)
        {
            sum += (double)_weights[i] * scores[_indices[i]];
        }

        return sum;
    }

    public void WriteGradient(ReadOnlySpan<float> scores, Span<float> gradient)
    {
        for (int i = 0; i < _indices.Length; i++)
        {
            gradient[_indices[i]] += _weights[i];
        }
    }
}
