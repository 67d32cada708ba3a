namespace CnnVis;

/// <summary>An image that a survey saw.</summary>
/// <param name="Source">Where it comes from; it can be read again.</param>
/// <param name="Geometry">Which part of the picture the model saw.</param>
/// <param name="Prediction">The class that the model finds most probable; null where classes are given by name, or the output has none.</param>
/// <param name="Class">The class that it was counted in; null for none.</param>
public sealed record SurveyedImage(ImageSource Source, ImageGeometry Geometry, ClassScore? Prediction, string? Class)
{
    /// <summary>Its name.</summary>
    public string Name => Source.Name;
}
