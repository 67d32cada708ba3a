using CnnVis.Methods;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class FeatureAblationTests
{
    public static TheoryData<string> Cases => ReferenceCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void FeatureAblation_ReferenceNetwork_AgreesWithCaptum(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        ImageTensor images = reference.Input;

        var actual = new List<float>();
        for (int i = 0; i < images.Count; i++)
        {
            Explanation explanation = model.Explain(images.Slice(i)).For(reference.TargetOf(i)).FeatureAblation(new() { Grid = 4 });
            actual.AddRange(explanation.Map.ToArray().Values);
        }

        Agreement.Within(1e-4, reference.Numbers("feature_ablation_grid4.npy").Values, actual.ToArray(), name);
    }

    // f = (sum of all pixels)^2 of a 2x4 image of 1 to 8, halves left and right: 36^2 - 22^2 and 36^2 - 14^2.
    [Theory]
    [InlineData(TensorLayout.Nchw)]
    [InlineData(TensorLayout.Nhwc)]
    public void FeatureAblation_OwnSegments_IsTheHandWorkedMap(TensorLayout layout)
    {
        var input = new ImageTensor([1, 2, 3, 4, 5, 6, 7, 8], new ImageShape(1, 2, 4, layout));
        int[] leftAndRight = [3, 3, 9, 9, 3, 3, 9, 9];
        var context = ExplanationContext.For(input, SquareOfSum);

        Heatmap map = new FeatureAblationMethod(new() { Segments = Segmentation.Of(leftAndRight) }).Attribute(context).Single();

        Assert.Equal([812, 812, 1100, 1100, 812, 812, 1100, 1100], map.Values.ToArray());
        Assert.Equal(3, context.ForwardPasses);
    }

    [Fact]
    public void FeatureAblation_AnyBatchSize_GivesTheSameMap()
    {
        var reference = new ReferenceCase("resnet");
        float[][] maps = [.. new[] { 1, 32 }.Select(batch =>
        {
            using CnnModel model = reference.Load(new() { Execution = new() { BatchSize = batch } });
            return model.Explain(reference.Input.Slice(0)).FeatureAblation().Map.Values.ToArray();
        })];

        Agreement.Within(1e-5, maps[0], maps[1], "batch 32");
    }

    [Theory]
    [InlineData("grid", "4", "grid:4")]
    [InlineData("grid:4", "4", "grid:4")]
    [InlineData("grid:3", null, "grid:3")]
    [InlineData(null, "2", "grid:2")]
    [InlineData(null, null, "grid:7")]
    public void Grid_IsShortForSegments(string? segments, string? grid, string expected)
    {
        Explanation explanation = Recipe(segments, grid)(Square());

        Assert.Equal(expected, explanation.Options["segments"]);
    }

    [Theory]
    [InlineData("grid:3", "4", "Grid is 4, but Segments is grid:3. Give one of them.")]
    [InlineData("slic", "4", "Grid is 4, but Segments is slic:50:10. Give one of them.")]
    public void Grid_WithOtherSegments_Throws(string segments, string grid, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Recipe(segments, grid)(Square())).Message);

    [Fact]
    public void Options_OutOfRange_ThrowBeforeAnyWork()
    {
        Explainer unused = Explainer.ForScores(Image(), _ => throw new InvalidOperationException("It was scored."));

        Assert.Throws<ArgumentOutOfRangeException>(() => unused.FeatureAblation(new() { Grid = 0 }));
        Assert.Equal(
            "Segments were given for 2 pixels, but the image has 8x8.",
            Assert.Throws<ArgumentException>(() => unused.FeatureAblation(new() { Segments = Segmentation.Of([0, 1]) })).Message);
    }

    private static Func<Explainer, Explanation> Recipe(string? segments, string? grid) => ExplanationMethod.Get("feature-ablation").Recipe(
        new[] { ("segments", segments), ("grid", grid) }.Where(option => option.Item2 is not null).ToDictionary(option => option.Item1, option => option.Item2!));

    private static Explainer Square() => Explainer.ForScores(Image(), images => [.. SquareOfSum(images).Select(score => new[] { score })]);

    private static ImageTensor Image() => new(Numbers.Seeded(64, 1).AsSpan(), new ImageShape(1, 8, 8, TensorLayout.Nchw));

    private static float[] SquareOfSum(ImageTensor images) =>
        [.. Enumerable.Range(0, images.Count).Select(i => MathF.Pow(images.Slice(i).Values.ToArray().Sum(), 2))];
}
