using CnnVis.Features.Maps;

namespace CnnVis;

/// <summary>What one channel of a layer does for one image.</summary>
/// <param name="Channel">The channel, from 0.</param>
/// <param name="Min">Its smallest number.</param>
/// <param name="Max">Its largest number.</param>
/// <param name="Mean">The mean over its cells.</param>
/// <param name="MeanMagnitude">The mean of the magnitudes: how strong it is.</param>
/// <param name="StandardDeviation">How much its cells differ.</param>
/// <param name="SaturatedShare">The share of its cells at a bound of the activation beyond which it cannot say more: the 6 of ReLU6, the ends of a sigmoid.</param>
public sealed record ChannelActivity(
    int Channel, float Min, float Max, float Mean, float MeanMagnitude, float StandardDeviation, float SaturatedShare)
{
    /// <summary>True where all cells hold the same number: of this image, the channel says nothing. Behind a ReLU that is a channel which is off everywhere.</summary>
    public bool IsDead => Min == Max && !IsSaturated;

    /// <summary>True where at least 95 % of the cells are at a bound of the activation.</summary>
    public bool IsSaturated => SaturatedShare >= ActivationBounds.MostlySaturated;
}
