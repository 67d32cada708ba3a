using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

public class RoiAlignRulesTests
{
    // x1, y1, x2, y2: inside; reaching beyond the image; smaller than a pixel.
    private static readonly float[] Regions = [0.7f, 1.2f, 5.9f, 4.4f, -3.1f, 2.3f, 9.6f, 11.2f, 2.4f, 2.6f, 2.8f, 2.9f];

    // ONNX Runtime fails for it where it counts the samples itself.
    private static readonly float[] TurnedInsideOut = [4.2f, 4.4f, 1.1f, 5.7f];

    [Theory]
    [InlineData(10, "", 2)]
    [InlineData(10, "", 0)]
    [InlineData(16, "half_pixel", 2)]
    [InlineData(16, "half_pixel", 0)]
    [InlineData(16, "output_half_pixel", 3)]
    [InlineData(16, "output_half_pixel", 0)]
    [InlineData(16, "", 1)]
    public void RoiAlign_IsLinearInTheImage(int opset, string transformation, int samplingRatio) =>
        ExtraRulesCheck.Agrees(Model(opset, transformation, ("sampling_ratio", samplingRatio)), step: 1, tolerance: 2e-5);

    [Fact]
    public void RoiAlign_WithScaleAndOneBin_IsLinearInTheImage() => ExtraRulesCheck.Agrees(
        Model(16, "", ("sampling_ratio", 2), ("output_height", 1), ("output_width", 1), ("spatial_scale", 0.6f)), step: 1, tolerance: 2e-5);

    [Fact]
    public void RoiAlign_OfMaxima_IsRefused() =>
        Assert.Contains("its mode is 'max'", ExtraRulesCheck.Refused(Model(16, "", ("mode", "max"), ("sampling_ratio", 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void RoiAlign_WhoseRegionsDependOnTheImage_TakesThemAsGiven()
    {
        SmallModel model = ExtraRulesCheck.Image(2, 4, 4, opset: 16)
            .Node("ReduceMean", "mean", ["image"], "means", ExtraRulesCheck.Attributes(("axes", new[] { 2, 3 }), ("keepdims", 0)))
            .Node("Concat", "concat", ["means", "means"], "regions", ExtraRulesCheck.Attributes(("axis", 1)))
            .Initializer("zero", [0f], 1)
            .Node("Mul", "still", ["regions", "zero"], "still_regions");
        AddImageNumbers(model, regionsOfImage: 1);
        ExtraRulesCheck.Agrees(
            model.Node("RoiAlign", "op", ["image", "still_regions", "numbers"], "y", ExtraRulesCheck.Attributes(("sampling_ratio", 1))),
            step: 1,
            tolerance: 2e-5);
    }

    /// <summary>The same regions for every image.</summary>
    private static SmallModel Model(int opset, string transformation, params (string Name, object Value)[] attributes)
    {
        bool isAdaptive = attributes.Contains(("sampling_ratio", 0));
        float[] regions = [.. Regions, .. isAdaptive ? [] : TurnedInsideOut];
        int count = regions.Length / 4;
        SmallModel model = ExtraRulesCheck.Image(2, 6, 7, opset);
        AddImageNumbers(model, count);
        model.Initializer("regions_of_one", regions, count, 4)
            .Initializer("once", [1], 1)
            .Node("Concat", "repeats", ["images", "once"], "repeats_of_regions", ExtraRulesCheck.Attributes(("axis", 0)))
            .Node("Tile", "tile", ["regions_of_one", "repeats_of_regions"], "regions");
        (string, object)[] all = [.. Defaults(attributes), .. attributes];
        return model.Node("RoiAlign", "op", ["image", "regions", "numbers"], "y", ExtraRulesCheck.Attributes(
            transformation.Length > 0 ? [.. all, ("coordinate_transformation_mode", transformation)] : all));
    }

    private static IEnumerable<(string Name, object Value)> Defaults((string Name, object Value)[] given) =>
        ((string Name, object Value)[])[("output_height", 3), ("output_width", 2)] is var defaults
            ? defaults.Where(attribute => given.All(other => other.Name != attribute.Name))
            : [];

    private static void AddImageNumbers(SmallModel model, int regionsOfImage) => model
        .Initializer("first", [0], 1)
        .Initializer("regions_of_image", [regionsOfImage], 1)
        .Initializer("flat", [-1], 1)
        .Initializer("column", [-1, 1], 2)
        .Node("Shape", "shape", ["image"], "shape_of_image")
        .Node("Gather", "count", ["shape_of_image", "first"], "images")
        .Node("ConstantOfShape", "of_shape", ["images"], "ones", new AttributeProto { Name = "value", T = TensorData.Of("one", [1f], [1]), Type = AttributeProto.Types.AttributeType.Tensor })
        .Node("NonZero", "non_zero", ["ones"], "row_of_images")
        .Node("Reshape", "as_column", ["row_of_images", "column"], "column_of_images")
        .Node("Concat", "wanted", ["images", "regions_of_image"], "wanted_shape", ExtraRulesCheck.Attributes(("axis", 0)))
        .Node("Expand", "expand", ["column_of_images", "wanted_shape"], "numbers_in_rows")
        .Node("Reshape", "as_list", ["numbers_in_rows", "flat"], "numbers");
}
