namespace CnnVis;

/// <summary>Options of <see cref="SmoothGradExtensions.SmoothGrad"/>.</summary>
public sealed record SmoothGradOptions : NoiseSettings;
