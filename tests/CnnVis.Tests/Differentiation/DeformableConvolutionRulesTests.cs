using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

public class DeformableConvolutionRulesTests
{
    // 4 channels of 5 x 6; a kernel of 2 x 3 with strides 1 and 2 gives 6 x 3 places.
    private const int Pixels = 4 * 5 * 6;
    private const int Places = 6 * 3;

    public static TheoryData<int, int, int, bool> Variants => new() { { 19, 1, 1, false }, { 19, 2, 1, true }, { 22, 1, 2, true }, { 22, 2, 4, true } };

    [Theory]
    [MemberData(nameof(Variants))]
    public void DeformConv_IsLinearInTheImage(int opset, int group, int offsetGroup, bool isMasked) => ExtraRulesCheck.Agrees(
        Model(opset, group, offsetGroup, isMasked), step: 1, tolerance: 2e-5, moved: i => i < Pixels, image: Images(offsetGroup, isMasked));

    [Theory]
    [MemberData(nameof(Variants))]
    public void DeformConv_GradientOfOffsets_IsTheSlope(int opset, int group, int offsetGroup, bool isMasked) => ExtraRulesCheck.Agrees(
        Model(opset, group, offsetGroup, isMasked),
        step: 5e-3f,
        tolerance: 2e-3,
        moved: i => i >= Pixels && i < Pixels + Offsets(offsetGroup),
        image: Images(offsetGroup, isMasked));

    [Fact]
    public void DeformConv_IsLinearInTheMask() => ExtraRulesCheck.Agrees(
        Model(19, group: 2, offsetGroup: 2, isMasked: true), step: 1, tolerance: 2e-5, moved: i => i >= Pixels + Offsets(2), image: Images(2, isMasked: true));

    private static int Offsets(int offsetGroup) => offsetGroup * 2 * 6 * Places;

    private static int Masks(int offsetGroup, bool isMasked) => isMasked ? offsetGroup * 6 * Places : 0;

    private static SmallModel Model(int opset, int group, int offsetGroup, bool isMasked)
    {
        SmallModel model = ExtraRulesCheck.Image(1, 1, Pixels + Offsets(offsetGroup) + Masks(offsetGroup, isMasked), opset)
            .Initializer("flat", [0, -1], 2)
            .Initializer("sizes", [Pixels, Offsets(offsetGroup), Masks(offsetGroup, isMasked)], 3)
            .Initializer("x_shape", [0, 4, 5, 6], 4)
            .Initializer("offset_shape", [0, offsetGroup * 12, 6, 3], 4)
            .Initializer("mask_shape", [0, offsetGroup * 6, 6, 3], 4)
            .Initializer("w", Numbers.Seeded(6 * (4 / group) * 6, 1), 6, 4 / group, 2, 3)
            .Initializer("b", Numbers.Seeded(6, 2), 6)
            .Node("Reshape", "flatten", ["image", "flat"], "all");
        NodeProto split = GraphEdits.NewNode("Split", "split", ["all", "sizes"], "x_flat", GraphEdits.IntAttribute("axis", 1));
        split.Output.Add(["offset_flat", "mask_flat"]);
        model.With(proto => proto.Graph.Node.Add(split));
        string[] parts = isMasked ? ["x", "offset", "mask"] : ["x", "offset"];
        foreach (string part in parts)
        {
            model.Node("Reshape", $"reshape_{part}", [$"{part}_flat", $"{part}_shape"], part);
        }

        return model.Node("DeformConv", "op", ["x", "w", "offset", "b", isMasked ? "mask" : ""], "y", ExtraRulesCheck.Attributes(
            ("kernel_shape", new[] { 2, 3 }),
            ("strides", new[] { 1, 2 }),
            ("dilations", new[] { 2, 1 }),
            ("pads", new[] { 1, 1, 2, 0 }),
            ("group", group),
            ("offset_group", offsetGroup)));
    }

    // Offsets up to 2, none within a step of a whole number.
    private static float[] Images(int offsetGroup, bool isMasked)
    {
        int length = Pixels + Offsets(offsetGroup) + Masks(offsetGroup, isMasked);
        float[] images = Numbers.Seeded(2 * length, seed: 3);
        for (int i = 0; i < images.Length; i++)
        {
            bool isOffset = i % length >= Pixels && i % length < Pixels + Offsets(offsetGroup);
            images[i] = isOffset ? (MathF.Round(images[i] * 8) + 0.4f) / 4 : images[i];
        }

        return images;
    }
}
