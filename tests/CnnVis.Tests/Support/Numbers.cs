namespace CnnVis.Tests.Support;

/// <summary>Numbers that are the same in every run.</summary>
internal static class Numbers
{
    public static float[] Seeded(int count, int seed)
    {
#pragma warning disable CA5394 // Nothing here is secret.
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
#pragma warning restore CA5394
    }

    public static RgbImage Picture(int width, int height, int seed)
    {
        float[] values = Seeded(3 * width * height, seed);
        return new RgbImage(width, height, [.. values.Select(value => (byte)((value + 1) * 127.5f))]);
    }
}
