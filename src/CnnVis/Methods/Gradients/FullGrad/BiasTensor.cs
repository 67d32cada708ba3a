namespace CnnVis.Methods;

/// <summary>A constant that a node adds to what it puts out.</summary>
/// <param name="Tensor">The node's output.</param>
/// <param name="Values">The constant, for every element of the output for one image.</param>
internal sealed record BiasTensor(string Tensor, float[] Values);
