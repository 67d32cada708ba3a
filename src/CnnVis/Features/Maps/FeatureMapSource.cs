namespace CnnVis.Features.Maps;

/// <summary>Where feature maps come from.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Image">What the model read.</param>
/// <param name="Picture">The picture, where one was given.</param>
/// <param name="Geometry">Which part of it the model saw.</param>
internal sealed record FeatureMapSource(Layer Layer, ImageTensor Image, RgbImage? Picture, ImageGeometry? Geometry);
