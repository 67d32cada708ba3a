using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>The colour maps that come with the library.</summary>
public static class ColorMap
{
    /// <summary>
    /// Dark violet to yellow, even steps for the eye, safe for colour-blind readers. Ten samples of viridis by S. van der Walt and N. Smith (CC0).
    /// </summary>
    public static IColorMap Viridis { get; } = new SampledColorMap(
        false,
        [0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725]);

    /// <summary>Black to white.</summary>
    public static IColorMap Grey { get; } = new SampledColorMap(false, [0x000000, 0xffffff]);

    /// <summary>
    /// Blue for negative, white for zero, red for positive; safe for colour-blind readers. The eleven classes of RdBu by C. Brewer (Apache 2.0).
    /// </summary>
    public static IColorMap BlueWhiteRed { get; } = new SampledColorMap(
        true,
        [0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f]);

    private sealed class SampledColorMap(bool isDiverging, int[] samples) : IColorMap
    {
        public bool IsDiverging => isDiverging;

        public RgbValues ColorAt(float position)
        {
            float place = Math.Clamp(float.IsNaN(position) ? 0 : position, 0, 1) * (samples.Length - 1);
            int below = Math.Min((int)place, samples.Length - 2);
            return RgbBlending.Mix(ToColor(samples[below]), ToColor(samples[below + 1]), place - below);
        }

        private static RgbValues ToColor(int rgb) => new(rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff);
    }
}
