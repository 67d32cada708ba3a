namespace CnnVis.Features.Dreams;

/// <summary>How a picture is moved before the network sees it.</summary>
/// <param name="Right">Pixels to the right.</param>
/// <param name="Down">Pixels down.</param>
/// <param name="Scale">How many times larger.</param>
/// <param name="Degrees">Turned by, clockwise.</param>
internal readonly record struct Motion(double Right, double Down, double Scale, double Degrees)
{
    public static Motion None { get; } = new(0, 0, 1, 0);

    /// <summary>A motion of a step, another for each image: what excites the network must not depend on single pixels.</summary>
    public static Motion Random(DreamOptions options, int step, int image)
    {
        var random = new CounterRandom(options.Seed);
        double Between(double most, int place) => most * ((2 * random.Fraction(step, (image * 6) + place)) - 1);

        // Moved before and after turning and scaling, the second time by half.
        double jitter = options.Jitter / 2.0;
        return new Motion(
            Between(jitter, 0) + Between(jitter / 2, 1),
            Between(jitter, 2) + Between(jitter / 2, 3),
            1 + Between(options.Scale, 4),
            Between(options.Rotation, 5));
    }
}
