namespace CnnVis;

/// <summary>Options of <see cref="AblationCamExtensions.AblationCam"/>.</summary>
public sealed record AblationCamOptions : CamLayers
{
    /// <summary>
    /// The most channels of a layer that are tried: those that vary most over the image. The others have no weight.
    /// <value>The default is all.</value>
    /// </summary>
    public int? MaxChannels { get; init; }

    internal void Validate() => ArgumentOutOfRangeException.ThrowIfLessThan(MaxChannels ?? 1, 1, nameof(MaxChannels));
}
