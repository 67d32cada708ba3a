namespace CnnVis;

/// <summary>Options of <see cref="XGradCamExtensions.XGradCam"/>.</summary>
public sealed record XGradCamOptions : CamLayers;
