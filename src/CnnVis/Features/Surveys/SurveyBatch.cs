namespace CnnVis.Features.Surveys;

/// <summary>Pictures as the model reads them.</summary>
/// <param name="Pixels">The input, image after image.</param>
/// <param name="Images">Where each came from, and which part of its picture it shows.</param>
/// <param name="Skipped">Pictures that could not be read.</param>
internal sealed record SurveyBatch(
    ReadOnlyMemory<float> Pixels, IReadOnlyList<(ImageSource Source, ImageGeometry Geometry)> Images, IReadOnlyList<SkippedImage> Skipped);
