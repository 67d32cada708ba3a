using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

public class GridSampleRulesTests
{
    private const int Height = 4;
    private const int Width = 5;

    public static TheoryData<string, string, int> Variants
    {
        get
        {
            var variants = new TheoryData<string, string, int>();
            foreach (string mode in (string[])["linear", "nearest", "cubic"])
            {
                foreach (string padding in (string[])["zeros", "border", "reflection"])
                {
                    variants.Add(mode, padding, 0);
                    variants.Add(mode, padding, 1);
                }
            }

            return variants;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void GridSample_IsLinearInTheImage(string mode, string padding, int alignCorners) =>
        ExtraRulesCheck.Agrees(Flat(20, mode, padding, alignCorners), step: 1, tolerance: 2e-5, moved: i => i < 2 * Height * Width, image: Images());

    [Theory]
    [MemberData(nameof(Variants))]
    public void GridSample_GradientOfTheGrid_IsTheSlope(string mode, string padding, int alignCorners)
    {
        if (mode == "nearest")
        {
            return;
        }

        ExtraRulesCheck.Agrees(Flat(20, mode, padding, alignCorners), step: 2e-3f, tolerance: 2e-3, moved: i => i >= 2 * Height * Width, image: Images());
    }

    [Theory]
    [InlineData("bilinear")]
    [InlineData("nearest")]
    [InlineData("bicubic")]
    public void GridSample_OfOpset16_HasOtherNames(string mode) =>
        ExtraRulesCheck.Agrees(Flat(16, mode, "zeros", 0), step: 1, tolerance: 2e-5, moved: i => i < 2 * Height * Width, image: Images());

    [Fact]
    public void GridSample_OfMicrosoftsDomain_IsTheSame() => ExtraRulesCheck.Agrees(
        Flat(15, "bilinear", "border", 1).With(model => model.Graph.Node[^1].Domain = "com.microsoft"),
        step: 1,
        tolerance: 2e-5,
        moved: i => i < 2 * Height * Width,
        image: Images());

    [Theory]
    [InlineData("linear", "zeros")]
    [InlineData("linear", "reflection")]
    [InlineData("nearest", "border")]
    public void GridSample_OfVolumes_IsLinearInThem(string mode, string padding) =>
        ExtraRulesCheck.Agrees(Volume(mode, padding), step: 1, tolerance: 2e-5, moved: i => i < 48, image: VolumeImages());

    [Theory]
    [InlineData("zeros")]
    [InlineData("reflection")]
    public void GridSample_OfVolumes_GradientOfTheGrid_IsTheSlope(string padding) =>
        ExtraRulesCheck.Agrees(Volume("linear", padding), step: 2e-3f, tolerance: 2e-3, moved: i => i >= 48, image: VolumeImages());

    /// <summary>Channels 0 and 1 are the image that is read; channels 2 and 3 are the grid.</summary>
    private static SmallModel Flat(int opset, string mode, string padding, int alignCorners) => ExtraRulesCheck.Image(4, Height, Width, opset)
        .Initializer("sizes", [2, 2], 2)
        .With(model => model.Graph.Node.Add(Split("image", "sizes", ["x", "numbers"])))
        .Node("Transpose", "transpose", ["numbers"], "grid", ExtraRulesCheck.Attributes(("perm", new[] { 0, 2, 3, 1 })))
        .Node("GridSample", "op", ["x", "grid"], "y", ExtraRulesCheck.Attributes(("mode", mode), ("padding_mode", padding), ("align_corners", alignCorners)));

    /// <summary>2 channels of [2, 3, 4] and 6 points of 3 numbers, in one channel of 66.</summary>
    private static SmallModel Volume(string mode, string padding) => ExtraRulesCheck.Image(1, 6, 11, opset: 20)
        .Initializer("flat", [0, -1], 2)
        .Initializer("sizes", [48, 18], 2)
        .Initializer("volume", [0, 2, 2, 3, 4], 5)
        .Initializer("points", [0, 1, 2, 3, 3], 5)
        .Node("Reshape", "flatten", ["image", "flat"], "all")
        .With(model => model.Graph.Node.Add(Split("all", "sizes", ["pixels", "numbers"])))
        .Node("Reshape", "reshape", ["pixels", "volume"], "x")
        .Node("Reshape", "reshape_grid", ["numbers", "points"], "grid")
        .Node("GridSample", "op", ["x", "grid"], "y", ExtraRulesCheck.Attributes(("mode", mode), ("padding_mode", padding)));

    private static NodeProto Split(string input, string sizes, string[] outputs)
    {
        NodeProto split = GraphEdits.NewNode("Split", "split", [input, sizes], outputs[0], GraphEdits.IntAttribute("axis", 1));
        split.Output.Add(outputs[1..]);
        return split;
    }

    // Grid numbers from -1.6 to 1.6: a quarter of the points lies beyond the image, none within a step of a pixel's centre or edge.
    private static float[] Images() => Wide(Numbers.Seeded(2 * 4 * Height * Width, seed: 3), 4 * Height * Width, 2 * Height * Width);

    private static float[] VolumeImages() => Wide(Numbers.Seeded(2 * 66, seed: 3), 66, 48);

    private static float[] Wide(float[] images, int length, int pixels)
    {
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = i % length < pixels ? images[i] : (MathF.Round(images[i] * 6) + 0.27f) / 4.1f;
        }

        return images;
    }
}
