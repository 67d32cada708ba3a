namespace CnnVis;

/// <summary>Options of <see cref="FullGradExtensions.FullGrad"/>: there is nothing to choose yet.</summary>
public sealed record FullGradOptions;
