namespace CnnVis;

/// <summary>How alike two images are to a layer.</summary>
/// <param name="Image">The other image, a position in <see cref="Survey.Images"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Cosine">The cosine of the angle between both images' features: 1 for the same direction, 0 for nothing in common.</param>
public sealed record SimilarImage(int Image, string Name, float Cosine);
