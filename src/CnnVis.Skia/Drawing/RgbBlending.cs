namespace CnnVis.Skia.Drawing;

/// <summary>Arithmetic on colours.</summary>
internal static class RgbBlending
{
    /// <summary>The first colour at 0, the second at 1.</summary>
    public static RgbValues Mix(RgbValues first, RgbValues second, float share) => new(
        first.Red + (share * (second.Red - first.Red)),
        first.Green + (share * (second.Green - first.Green)),
        first.Blue + (share * (second.Blue - first.Blue)));
}
