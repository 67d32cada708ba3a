namespace CnnVis.Models;

/// <summary>A node that computes cells from the cells around them.</summary>
/// <param name="Outputs">What it computes.</param>
/// <param name="Cost">What it costs for the whole image.</param>
internal sealed record LocalStep(IReadOnlyList<LocalTensor> Outputs, double Cost);
