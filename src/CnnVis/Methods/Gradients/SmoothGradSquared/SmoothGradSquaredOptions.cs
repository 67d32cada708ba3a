namespace CnnVis;

/// <summary>Options of <see cref="SmoothGradSquaredExtensions.SmoothGradSquared"/>.</summary>
public sealed record SmoothGradSquaredOptions : NoiseSettings;
