namespace CnnVis.Tests.Support;

/// <summary>Compares arrays by the largest difference relative to the largest expected number.</summary>
internal static class Agreement
{
    public static void Within(double tolerance, IReadOnlyList<double> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Count, actual.Length);
        double largest = expected.Max(Math.Abs);
        double difference = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs(actual[i] - expected[i]));
        }

        Assert.True(difference <= tolerance * largest, $"{what}: differs by {difference / largest:e2} of the largest number, allowed is {tolerance:e0}.");
    }

    public static void Within(double tolerance, IEnumerable<float> expected, ReadOnlySpan<float> actual, string what) =>
        Within(tolerance, [.. expected.Select(value => (double)value)], actual, what);

    /// <summary>The length of the difference as a part of the length of the expected numbers.</summary>
    public static double RelativeDistance(IEnumerable<double> expected, IReadOnlyList<float> actual)
    {
        double[] wanted = [.. expected];
        double difference = wanted.Zip(actual, (a, b) => (a - b) * (a - b)).Sum();
        return Math.Sqrt(difference / wanted.Sum(value => value * value));
    }
}
