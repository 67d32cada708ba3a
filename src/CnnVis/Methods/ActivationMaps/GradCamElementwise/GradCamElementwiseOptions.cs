namespace CnnVis;

/// <summary>Options of <see cref="GradCamElementwiseExtensions.GradCamElementwise"/>.</summary>
public sealed record GradCamElementwiseOptions : CamLayers;
