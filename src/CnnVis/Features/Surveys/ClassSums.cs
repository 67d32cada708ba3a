using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis.Features.Surveys;

/// <summary>Adds up a layer's output over the images of each class, as long as there is memory for it.</summary>
internal sealed class ClassSums(FeatureGrid grid, MemoryAllowance memory)
{
    private readonly Dictionary<string, Sum> _sums = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);

    /// <summary>How many classes came when the memory was used up.</summary>
    public int LeftOut => _leftOut.Count;

    public IReadOnlyList<ClassAverage> Averages =>
    [
        .. _sums.OrderByDescending(pair => pair.Value.Count)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new ClassAverage(pair.Key, pair.Value.Count, grid, pair.Value.Values)),
    ];

    public void Add(string name, ReadOnlySpan<float> output)
    {
        if (!_sums.TryGetValue(name, out Sum? sum))
        {
            if (_leftOut.Contains(name) || !memory.TryTake(sizeof(float) * (long)output.Length))
            {
                _leftOut.Add(name);
                return;
            }

            _sums[name] = sum = new Sum(new float[output.Length]);
        }

        TensorPrimitives.Add(sum.Values, output, sum.Values);
        sum.Count++;
    }

    private sealed class Sum(float[] values)
    {
        public float[] Values { get; } = values;

        public int Count { get; set; }
    }
}
