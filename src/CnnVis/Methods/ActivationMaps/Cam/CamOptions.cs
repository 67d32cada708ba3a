namespace CnnVis;

/// <summary>Options of <see cref="CamExtensions.Cam"/>.</summary>
public sealed record CamOptions : CamLayers;
