namespace CnnVis;

/// <summary>The images of a survey as points of a plane: alike images lie side by side.</summary>
/// <param name="Points">A point for each of <see cref="Survey.Images"/>, in the unit of the activations; the mean of all is 0.</param>
/// <param name="Explained">Which share of the features' variance each of both axes shows, 0 to 1; the first is the larger one.</param>
public sealed record ImageEmbedding(IReadOnlyList<(float X, float Y)> Points, (double X, double Y) Explained);
