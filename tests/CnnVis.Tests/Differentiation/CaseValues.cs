using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

/// <summary>Kinds of numbers that rows are checked with.</summary>
internal static class CaseValues
{
    public static float[] Uniform(int count, int seed) => Numbers.Seeded(count, seed);

    public static float[] Positive(int count, int seed) => Mapped(count, seed, 1.2f, 0.7f);

    public static float[] AboveOne(int count, int seed) => Mapped(count, seed, 2.2f, 0.9f);

    public static float[] InsideOne(int count, int seed) => Mapped(count, seed, 0, 0.7f);

    /// <summary>All multiples of 1, plus 0.3, in a random order: each is at least 0.2 from multiples of a half.</summary>
    public static float[] Distinct(int count, int seed)
    {
        float[] order = Numbers.Seeded(count, seed);
        int[] places = [.. Enumerable.Range(0, count)];
        Array.Sort(order, places);
        return [.. places.Select(place => place - (count / 2) + 0.3f)];
    }

    /// <summary>Of both signs and at least 0.4.</summary>
    public static float[] AwayFromZero(int count, int seed) =>
        [.. Numbers.Seeded(count, seed).Select(value => value + (value < 0 ? -0.4f : 0.4f))];

    private static float[] Mapped(int count, int seed, float centre, float reach) =>
        [.. Numbers.Seeded(count, seed).Select(value => centre + (reach * value))];
}
