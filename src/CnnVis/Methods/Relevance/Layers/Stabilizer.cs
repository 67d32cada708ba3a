namespace CnnVis.Methods;

/// <summary>Keeps denominators from 0.</summary>
internal static class Stabilizer
{
    public const float Smallest = 1e-6f;

    private const float Steep = 1e38f;

    /// <summary>
    /// r / (z + e sign(z)), sign(0) = 1. The sign comes from a Clip so steep that the smallest normal number reaches its ends: Less and Where
    /// would take twice as long.
    /// </summary>
    public static GraphValue Quotient(GradientScope g, GraphValue r, GraphValue z, float epsilon = Smallest) =>
        r / (z + g.Op("Clip", [(z * Steep) + epsilon, g.Constant(-epsilon), g.Constant(epsilon)]));
}
