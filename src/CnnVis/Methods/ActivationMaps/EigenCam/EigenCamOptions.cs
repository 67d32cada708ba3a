namespace CnnVis;

/// <summary>Options of <see cref="EigenCamExtensions.EigenCam"/>.</summary>
public sealed record EigenCamOptions : CamLayers;
