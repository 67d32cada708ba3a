namespace CnnVis.Methods;

/// <summary>
/// Coalitions of M players with the weights of the Shapley kernel, (M - 1) / (C(M,k) k (M - k)) for one of k players. From the smallest and
/// largest sizes inwards all coalitions of a size are taken while there are enough samples for it; the sizes left are drawn at random by
/// their weight, each coalition together with its complement.
/// </summary>
internal sealed class ShapleyKernel(int players, int samples, int seed)
{
    private readonly CounterRandom _random = new(seed);

    /// <summary>Whether every coalition is among them, so that the fit gives the Shapley values themselves.</summary>
    public bool IsComplete => samples >= Math.Pow(2, players) - 2;

    public IEnumerable<(bool[] Coalition, double Weight)> Coalitions()
    {
        int size = 1;
        double left = samples;
        double leftWeight = Enumerable.Range(1, players / 2).Sum(WeightOfSize);
        for (; size <= players / 2 && IsWorthTaking(size, left, leftWeight); size++)
        {
            double count = CountOfSize(size);
            foreach (bool[] coalition in OfSize(size))
            {
                yield return (coalition, WeightOfSize(size) / count);
            }

            left -= count;
            leftWeight -= WeightOfSize(size);
        }

        int pairs = size <= players / 2 ? (int)left / 2 : 0;
        for (int pair = 0; pair < pairs; pair++)
        {
            bool[] coalition = RandomCoalition(pair, RandomSize(pair, size, leftWeight));
            yield return (coalition, leftWeight / (2 * pairs));
            yield return (Complement(coalition), leftWeight / (2 * pairs));
        }
    }

    /// <summary>The weight of all coalitions of a size, and of the size of their complements.</summary>
    private double WeightOfSize(int size) => Sides(size) * (players - 1.0) / (size * (double)(players - size));

    private double CountOfSize(int size)
    {
        double count = Sides(size);
        for (int i = 1; i <= size; i++)
        {
            count = count * (players - size + i) / i;
        }

        return Math.Round(count);
    }

    // Complements of half the players are coalitions of the same size.
    private int Sides(int size) => 2 * size == players ? 1 : 2;

    // Single players always come first: without them some players would never be told apart.
    private bool IsWorthTaking(int size, double left, double leftWeight) =>
        CountOfSize(size) <= (IsComplete || size == 1 ? left : left * WeightOfSize(size) / leftWeight);

    private IEnumerable<bool[]> OfSize(int size)
    {
        int[] chosen = [.. Enumerable.Range(0, size)];
        while (true)
        {
            bool[] coalition = new bool[players];
            foreach (int player in chosen)
            {
                coalition[player] = true;
            }

            yield return coalition;
            if (Sides(size) == 2)
            {
                yield return Complement(coalition);
            }

            int last = size - 1;
            while (last >= 0 && chosen[last] == players - size + last)
            {
                last--;
            }

            if (last < 0)
            {
                yield break;
            }

            chosen[last]++;
            for (int i = last + 1; i < size; i++)
            {
                chosen[i] = chosen[i - 1] + 1;
            }
        }
    }

    private int RandomSize(int sample, int smallest, double totalWeight)
    {
        double point = _random.Fraction(sample, players) * totalWeight;
        int size = smallest;
        for (; size < players / 2 && point >= WeightOfSize(size); size++)
        {
            point -= WeightOfSize(size);
        }

        return size;
    }

    private bool[] RandomCoalition(int sample, int size)
    {
        bool[] coalition = new bool[players];
        foreach (int player in _random.Order(players, sample).Take(size))
        {
            coalition[player] = true;
        }

        return coalition;
    }

    private static bool[] Complement(bool[] coalition) => Array.ConvertAll(coalition, shown => !shown);
}
