namespace CnnVis;

/// <summary>Options of <see cref="GradCamPlusPlusExtensions.GradCamPlusPlus"/>.</summary>
public sealed record GradCamPlusPlusOptions : CamLayers;
