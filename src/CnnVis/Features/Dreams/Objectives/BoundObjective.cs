using CnnVis.Runtime;

namespace CnnVis.Features.Dreams;

/// <summary>An objective bound to a network: its value for each image and the gradient of their sum. Its memory is used again for every step.</summary>
internal sealed class BoundObjective(Objective objective, DreamSubject subject)
{
    private readonly (float Weight, string Tensor, TermFunction Function)[] _terms =
        [.. objective.Terms.Select(term => (term.Weight, term.Term.TensorOf(subject.Model), term.Term.Bind(subject)))];

    private readonly Dictionary<string, float[]> _gradients = [];

    /// <summary>The tensors that an objective reads, each once; refuses what the model does not have.</summary>
    public static string[] TensorsOf(Objective objective, CnnModel model) =>
        [.. objective.Terms.Select(term => term.Term.TensorOf(model)).Distinct(StringComparer.Ordinal)];

    /// <summary>The value of each term for each image, and the gradients of the weighted sum with respect to the tensors, until the next call.</summary>
    public (double[][] Values, IReadOnlyDictionary<string, float[]> Gradients) Evaluate(NetworkPartPass pass)
    {
        foreach ((string tensor, TensorBatch batch) in pass.Activations)
        {
            if (_gradients.TryGetValue(tensor, out float[]? gradient) && gradient.Length == batch.Values.Length)
            {
                Array.Clear(gradient);
            }
            else
            {
                _gradients[tensor] = new float[batch.Values.Length];
            }
        }

        double[][] values = [.. _terms.Select(term => term.Function(pass.Activations[term.Tensor], term.Weight, _gradients[term.Tensor]))];
        return (values, _gradients);
    }

    /// <summary>The weighted sum of the terms, for each image.</summary>
    public double[] Total(double[][] values)
    {
        double[] total = new double[values[0].Length];
        for (int term = 0; term < values.Length; term++)
        {
            for (int image = 0; image < total.Length; image++)
            {
                total[image] += _terms[term].Weight * values[term][image];
            }
        }

        return total;
    }
}
