namespace CnnVis;

/// <summary>What is done to the sum of a convolution.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Operator">Its operator: Relu, BatchNormalization and so on.</param>
/// <param name="Value">What comes out.</param>
public sealed record UnitStep(string Layer, string Operator, float Value);
