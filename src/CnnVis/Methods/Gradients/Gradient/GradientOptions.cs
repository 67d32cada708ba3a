namespace CnnVis;

/// <summary>Options of <see cref="GradientExtensions.Gradient"/>: there is nothing to choose yet.</summary>
public sealed record GradientOptions;
