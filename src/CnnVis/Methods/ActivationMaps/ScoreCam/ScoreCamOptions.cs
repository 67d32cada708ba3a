namespace CnnVis;

/// <summary>Options of <see cref="ScoreCamExtensions.ScoreCam"/>.</summary>
public sealed record ScoreCamOptions : CamLayers
{
    /// <summary>
    /// The most channels of a layer that are tried: those that vary most over the image, as in Faster Score-CAM. The others have no weight.
    /// <value>The default is all.</value>
    /// </summary>
    public int? MaxChannels { get; init; }

    internal void Validate() => ArgumentOutOfRangeException.ThrowIfLessThan(MaxChannels ?? 1, 1, nameof(MaxChannels));
}
