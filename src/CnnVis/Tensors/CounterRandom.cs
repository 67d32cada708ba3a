namespace CnnVis;

/// <summary>
/// Random numbers that depend on nothing but a seed, a sample and a place, so results are the same for any batch size and number of threads.
/// </summary>
/// <remarks>The finaliser is that of SplitMix64: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014.</remarks>
internal readonly struct CounterRandom(int seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>1 or -1.</summary>
    public int Sign(int sample, int place) => (Bits(sample, place) >> 63) == 0 ? 1 : -1;

    /// <summary>A number from -1 to 1.</summary>
    public float Uniform(int sample, int place) => (Bits(sample, place) >> 40) * (2f / ((1 << 24) - 1)) - 1;

    /// <summary>A number from 0 up to but not including 1.</summary>
    public double Fraction(int sample, int place) => (Bits(sample, place) >> 11) * (1.0 / (1UL << 53));

    /// <summary>An integer from 0 up to but not including a bound.</summary>
    public int Below(int bound, int sample, int place) => (int)(Fraction(sample, place) * bound);

    /// <summary>A number of the standard normal distribution (Box and Muller, A Note on the Generation of Random Normal Deviates, 1958).</summary>
    public float Normal(int sample, int place)
    {
        ulong bits = Bits(sample, place);
        // Above 0, so that the logarithm is finite.
        double radius = ((bits >> 32) + 1) * (1.0 / (1UL << 32));
        double angle = (uint)bits * (2 * Math.PI / (1UL << 32));
        return (float)(Math.Sqrt(-2 * Math.Log(radius)) * Math.Cos(angle));
    }

    private ulong Bits(int sample, int place) => Mix(Mix(Mix((uint)seed + Golden) + (uint)sample + Golden) + (uint)place + Golden);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
