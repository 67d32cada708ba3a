namespace CnnVis;

/// <summary>Options of <see cref="HiResCamExtensions.HiResCam"/>.</summary>
public sealed record HiResCamOptions : CamLayers;
