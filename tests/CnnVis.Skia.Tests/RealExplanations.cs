namespace CnnVis.Skia.Tests;

/// <summary>Explanations by the models of this repository.</summary>
internal static class RealExplanations
{
    private static readonly string[] Classes = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    public static Explanation Explain(string model, string photo, string method, Target? target = null)
    {
        using CnnModel loaded = CnnModel.Load(
            Path.Combine(RepositoryFolder.Assets, model),
            new() { Preprocessing = Preprocessing.ZeroToOne, Labels = model == "cifar10.onnx" ? new Labels(Classes) : null });
        return ExplanationMethod.Get(method).Recipe([])(loaded.Explain(Photo(photo)).For(target ?? Target.Top));
    }

    public static RgbImage Photo(string name) => ImageFile.Load(Path.Combine(RepositoryFolder.Assets, name));

    /// <summary>The same explanation with other numbers.</summary>
    public static Explanation With(this Explanation why, Func<Heatmap, float[]> numbers) => new(
        why.Record,
        [.. why.Maps.Select(map => new Heatmap(numbers(map), map.Height, map.Width, map.Scaling) { Cells = map.Cells })],
        why.Picture);
}
