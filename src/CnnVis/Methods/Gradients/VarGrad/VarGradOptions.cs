namespace CnnVis;

/// <summary>Options of <see cref="VarGradExtensions.VarGrad"/>.</summary>
public sealed record VarGradOptions : NoiseSettings;
