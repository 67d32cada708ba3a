namespace CnnVis;

/// <summary>Options of <see cref="LayerCamExtensions.LayerCam"/>.</summary>
public sealed record LayerCamOptions : CamLayers;
