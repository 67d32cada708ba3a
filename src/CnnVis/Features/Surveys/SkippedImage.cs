namespace CnnVis;

/// <summary>An image that could not be read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record SkippedImage(string Name, string Reason);
