namespace CnnVis.Methods;

/// <summary>Random orders of segments.</summary>
internal static class RandomOrders
{
    /// <summary>The numbers from 0 up to a count in random order (Fisher and Yates).</summary>
    public static int[] Order(this CounterRandom random, int count, int sample)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int last = count - 1; last > 0; last--)
        {
            int other = random.Below(last + 1, sample, last);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }
}
