using System.Numerics.Tensors;

namespace CnnVis.Features.Diagnoses;

/// <summary>
/// Finds filters that are copies of others, also scaled by a positive factor: behind a ReLU, such a filter says the same in another unit. The opposite of a
/// filter is no copy: behind a ReLU it says what the other one cannot.
/// </summary>
internal static class DuplicateSearch
{
    private const int FewestWeights = 2;

    /// <summary>Groups of two or more, each by index; filters that are dead or read other channels are no copies.</summary>
    public static IEnumerable<IReadOnlyList<int>> In(Filters filters, double tolerance)
    {
        int perGroup = filters.Count / filters.Groups;
        if (filters[0].Length < FewestWeights)
        {
            return [];
        }

        HashSet<int> dead = [.. filters.Dead];
        return Enumerable.Range(0, filters.Groups)
            .SelectMany(group => InGroup([.. Enumerable.Range(group * perGroup, perGroup).Where(filter => !dead.Contains(filter)).Select(filter => new Direction(filter, filters))], tolerance))
            .OrderBy(copies => copies[0]);
    }

    private static IEnumerable<IReadOnlyList<int>> InGroup(Direction[] directions, double tolerance)
    {
        // Vectors that lie near each other have projections at least as near, so only neighbours in their order need be compared.
        Array.Sort(directions, (a, b) => a.Projection.CompareTo(b.Projection));
        var taken = new HashSet<int>();
        for (int i = 0; i < directions.Length; i++)
        {
            if (taken.Contains(directions[i].Filter))
            {
                continue;
            }

            var copies = new List<int> { directions[i].Filter };
            for (int j = i + 1; j < directions.Length && directions[j].Projection - directions[i].Projection <= tolerance + Direction.Rounding; j++)
            {
                if (!taken.Contains(directions[j].Filter) && directions[i].DistanceFrom(directions[j]) <= tolerance)
                {
                    copies.Add(directions[j].Filter);
                }
            }

            if (copies.Count > 1)
            {
                taken.UnionWith(copies);
                copies.Sort();
                yield return copies;
            }
        }
    }

    /// <summary>A filter's weights and bias, scaled so that the weights have length 1.</summary>
    private sealed class Direction
    {
        public const double Rounding = 1e-6;

        private readonly float[] _values;

        public Direction(int filter, Filters filters)
        {
            Filter = filter;
            ReadOnlySpan<float> weights = filters[filter];
            _values = [.. weights, filters.Bias(filter)];
            TensorPrimitives.Divide(_values, TensorPrimitives.Norm(weights), _values);
            Projection = TensorPrimitives.Dot<float>(_values, ProbeOf(_values.Length));
        }

        public int Filter { get; }

        /// <summary>The part along one vector of length 1 that is the same for all.</summary>
        public double Projection { get; }

        public double DistanceFrom(Direction other) => TensorPrimitives.Distance<float>(_values, other._values);

        private static float[] ProbeOf(int length)
        {
            var random = new CounterRandom(seed: 0);
            float[] probe = [.. Enumerable.Range(0, length).Select(place => random.Normal(sample: 0, place))];
            TensorPrimitives.Divide(probe, TensorPrimitives.Norm<float>(probe), probe);
            return probe;
        }
    }
}
