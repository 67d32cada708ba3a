namespace CnnVis;

/// <summary>Options of <see cref="GradCamExtensions.GradCam"/>.</summary>
public sealed record GradCamOptions : CamLayers;
