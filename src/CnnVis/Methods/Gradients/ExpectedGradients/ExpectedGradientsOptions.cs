namespace CnnVis;

/// <summary>Options of <see cref="ExpectedGradientsExtensions.ExpectedGradients"/>.</summary>
public sealed record ExpectedGradientsOptions : BackgroundSettings;
