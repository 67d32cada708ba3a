namespace CnnVis;

/// <summary>Options of <see cref="AblationCamExtensions.AblationCam"/>.</summary>
public sealed record AblationCamOptions : CamLayers;
