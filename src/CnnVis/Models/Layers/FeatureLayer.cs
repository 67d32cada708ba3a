namespace CnnVis.Models;

/// <summary>A layer that keeps the image's places.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Reason">Why it was chosen, to follow "because"; null where the caller named it.</param>
internal sealed record FeatureLayer(Layer Layer, string? Reason);
