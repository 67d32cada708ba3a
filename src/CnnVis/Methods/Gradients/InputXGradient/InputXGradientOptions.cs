namespace CnnVis;

/// <summary>Options of <see cref="InputXGradientExtensions.InputXGradient"/>: there is nothing to choose yet.</summary>
public sealed record InputXGradientOptions;
