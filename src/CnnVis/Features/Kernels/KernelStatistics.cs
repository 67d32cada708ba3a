namespace CnnVis;

/// <summary>Numbers about the weights of one kernel.</summary>
/// <param name="Norm">The length of the kernel as a vector: near 0 for one that does nothing.</param>
/// <param name="Mean">The mean weight: near 0 for one that looks for edges, away from it for one that looks for brightness.</param>
/// <param name="StandardDeviation">How far the weights lie from their mean.</param>
/// <param name="Min">The smallest weight.</param>
/// <param name="Max">The largest weight.</param>
/// <param name="ZeroShare">The share of weights that are 0, from 0 to 1: pruning leaves many.</param>
/// <param name="Bias">What is added to its result; 0 where there is none.</param>
public sealed record KernelStatistics(float Norm, float Mean, float StandardDeviation, float Min, float Max, float ZeroShare, float Bias);
