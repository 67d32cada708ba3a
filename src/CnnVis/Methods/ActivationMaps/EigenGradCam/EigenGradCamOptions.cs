namespace CnnVis;

/// <summary>Options of <see cref="EigenGradCamExtensions.EigenGradCam"/>.</summary>
public sealed record EigenGradCamOptions : CamLayers;
