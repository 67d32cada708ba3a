namespace CnnVis;

/// <summary>One region of the image that holds evidence for a target.</summary>
/// <param name="Share">Its share of all evidence, 0 to 1.</param>
/// <param name="Pixels">Its pixels, counted row by row through the model's input.</param>
/// <param name="Bounds">The box around it, in pixels of the model's input.</param>
public sealed record EvidenceRegion(double Share, IReadOnlyList<int> Pixels, PixelRectangle Bounds);
