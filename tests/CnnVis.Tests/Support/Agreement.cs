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
}
