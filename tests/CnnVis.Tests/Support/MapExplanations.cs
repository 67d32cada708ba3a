namespace CnnVis.Tests.Support;

/// <summary>Explanations whose map is given, of a function that answers 1 for its first class and 0 for the other.</summary>
internal static class MapExplanations
{
    public static Explanation Of(float[] numbers, int height, int width, ImageGeometry? geometry = null, string method = "Test") => Of(
        new Heatmap(numbers, height, width, MapScaling.Symmetric), new ImageShape(1, height, width, TensorLayout.Nchw), geometry, method);

    public static Explanation Of(Heatmap map, ImageShape shape, ImageGeometry? geometry = null, string method = "Test") => Explainer
        .ForScores(
            new ImageTensor(new float[shape.ElementCount], shape),
            images => [.. Enumerable.Range(0, images.Count).Select(_ => new[] { 1f, 0 })],
            new() { Geometry = geometry })
        .Run(method, new { }, _ => [map]);
}
