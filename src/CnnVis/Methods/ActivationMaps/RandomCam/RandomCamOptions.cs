namespace CnnVis;

/// <summary>Options of <see cref="RandomCamExtensions.RandomCam"/>.</summary>
public sealed record RandomCamOptions : CamLayers
{
    /// <summary>Another seed gives other weights. <value>The default is 0.</value></summary>
    public int Seed { get; init; }
}
