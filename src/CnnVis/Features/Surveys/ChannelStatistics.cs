using CnnVis.Features.Maps;

namespace CnnVis;

/// <summary>What a channel's activations were over all cells of all images.</summary>
/// <param name="Count">How many activations; those that are no finite numbers are left out.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their standard deviation (divided by their number).</param>
/// <param name="ZeroShare">The share of them that are exactly zero, 0 to 1.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="SaturatedShare">The share of them at a bound of the activation beyond which it cannot say more: the 6 of ReLU6, the ends of a sigmoid.</param>
/// <param name="NotFinite">How many were NaN or infinite.</param>
public sealed record ChannelStatistics(
    long Count, double Mean, double StandardDeviation, double ZeroShare, float Minimum, float Maximum, double SaturatedShare, long NotFinite)
{
    /// <summary>True where the channel said the same everywhere, as a ReLU does that is never switched on: it tells nothing about any image.</summary>
    public bool IsDead => Minimum == Maximum && !IsSaturated;

    /// <summary>True where at least 95 % of the activations are at a bound.</summary>
    public bool IsSaturated => SaturatedShare >= ActivationBounds.MostlySaturated;
}
