using CnnVis.Methods;

namespace CnnVis;

/// <summary>Options of <see cref="SmoothGradCamPlusPlusExtensions.SmoothGradCamPlusPlus"/>.</summary>
public sealed record SmoothGradCamPlusPlusOptions : CamLayers
{
    /// <summary>How many noisy copies are looked at. <value>The default is 8.</value></summary>
    public int Samples { get; init; } = 8;

    /// <summary>The standard deviation of the normal noise, as a part of the range of the image's values. <value>The default is 0.15.</value></summary>
    public float NoiseLevel { get; init; } = 0.15f;

    /// <summary>Another seed gives other noise. <value>The default is 0.</value></summary>
    public int Seed { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 1);
        NoisyCopies.RefuseImpossible(NoiseLevel);
    }
}
