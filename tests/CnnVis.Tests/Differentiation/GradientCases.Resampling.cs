using CnnVis.Onnx;
using static CnnVis.Tests.Differentiation.CaseParts;

namespace CnnVis.Tests.Differentiation;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Resizes() =>
    [
        Linear("Upsample", 7, [X(1, 2, 3, 4)], Reals("scales", 1, 1, 2, 3)),
        Linear("Upsample", 7, [X(1, 2, 3, 4)], Reals("scales", 1, 1, 1.5f, 2), Text("mode", "nearest")),
        Linear("Upsample", 7, [X(1, 2, 3, 4)], Reals("scales", 1, 1, 2, 2), Text("mode", "linear")),
        Linear("Upsample", 9, [X(1, 2, 3, 4), FloatList(1, 1, 2, 2)]),
        Linear("Upsample", 9, [X(1, 2, 3, 4), FloatList(1, 1, 2, 1.5f)], Text("mode", "linear")),
        Linear("Resize", 10, [X(1, 2, 3, 4), FloatList(1, 1, 2, 3)]),
        Linear("Resize", 10, [X(1, 2, 6, 5), FloatList(1, 1, 0.5f, 0.6f)]),
        Linear("Resize", 10, [X(1, 2, 3, 4), FloatList(1, 1, 2, 2)], Text("mode", "linear")),
        Linear("Resize", 10, [X(1, 2, 6, 5), FloatList(1, 1, 0.5f, 0.6f)], Text("mode", "linear")),
        .. new[] { "half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric" }.SelectMany(coordinates =>
            ResizesOf(11, Text("coordinate_transformation_mode", coordinates))),
        .. ResizesOf(19, Text("coordinate_transformation_mode", "half_pixel_symmetric")),
        Linear("Resize", 11, [X(1, 2, 3, 4), FloatList(), FloatList(1, 1, 2, 2)], Nearest("asymmetric", "floor")),
        Linear("Resize", 13, [X(1, 2, 3, 4), Absent, FloatList(1, 1, 2, 2)], Nearest("asymmetric", "floor")),
        Linear("Resize", 13, [X(1, 2, 3, 4), Absent, Absent, List(1, 2, 6, 4)], Nearest("asymmetric", "floor")).OneImage(),
        Linear("Resize", 13, [X(1, 2, 3, 4), Absent, Absent, List(1, 2, 5, 7)], Text("mode", "linear")).OneImage(),
        Linear("Resize", 13, [X(1, 2, 3, 4), Absent, Absent, List(1, 2, 5, 7)], Text("mode", "cubic")).OneImage(),
        Linear("Resize", 13, [X(1, 2, 3, 4), Absent, FloatList(1, 1, 1, 1)], Text("mode", "linear")),
        Linear("Resize", 13, [X(1, 2, 3), Absent, FloatList(1, 1, 2.5f)], Text("mode", "linear")),
        Linear("Resize", 13, [X(1, 2, 2, 3, 2), Absent, FloatList(1, 1, 2, 1, 2)]),
        Linear("Resize", 13, [X(1, 2, 2, 3, 2), Absent, FloatList(1, 1, 2, 1, 1.5f)], Text("mode", "linear")),
        Linear("Resize", 13, [X(1, 3, 4, 2), Absent, FloatList(1, 2, 1.5f, 1)], Text("mode", "linear")).Noted("channels last"),
        Linear("Resize", 13, [X(1, 3, 2, 2), Absent, FloatList(1, 2, 1, 1)], Nearest("asymmetric", "floor")).OneImage(),
        .. new[] { -0.75f, -0.5f }.SelectMany(a => new[] { 0, 1 }.Select(excludes => Linear(
            "Resize",
            13,
            [X(1, 1, 4, 5), Absent, FloatList(1, 1, 1.6f, 0.7f)],
            Text("mode", "cubic"),
            Real("cubic_coeff_a", a),
            Int("exclude_outside", excludes)))),
        Linear("Resize", 18, [X(1, 2, 6, 7), Absent, FloatList(1, 1, 0.5f, 0.4f)], Text("mode", "linear"), Int("antialias", 1)),
        Linear("Resize", 18, [X(1, 1, 8, 7), Absent, FloatList(1, 1, 0.5f, 0.4f)], Text("mode", "cubic"), Int("antialias", 1)),
        Linear(
            "Resize",
            18,
            [X(1, 2, 6, 7), Absent, Absent, List(1, 2, 3, 4)],
            Text("mode", "linear"),
            Int("antialias", 1),
            Int("exclude_outside", 1)).OneImage(),
        Linear("Resize", 18, [X(1, 2, 3, 4), Absent, FloatList(2, 1.5f)], Text("mode", "linear"), Ints("axes", 2, 3)),
        Linear(
            "Resize",
            18,
            [X(1, 2, 3, 4), Absent, FloatList(2, 1.5f)],
            [.. Nearest("half_pixel", "round_prefer_floor"), Ints("axes", -1, -2)]),
        Linear("Resize", 18, [X(1, 2, 3, 4), Absent, Absent, List(5, 6)], Text("mode", "linear"), Ints("axes", 2, 3)),
        Linear("Resize", 19, [X(1, 2, 3, 4), Absent, Absent, List(7, 5)], Text("mode", "cubic"), Ints("axes", 3, 2)),
        Linear(
            "Resize",
            19,
            [X(1, 2, 3, 4), Absent, Absent, List(5, 6)],
            [.. Nearest("half_pixel", "floor"), Ints("axes", 2, 3), Text("keep_aspect_ratio_policy", "stretch")]),
        .. new[] { "nearest", "linear" }.Select(mode => Linear(
            "Resize",
            13,
            [X(1, 2, 4, 5), FloatList(0, 0, 0.2f, -0.1f, 1, 1, 0.9f, 1.2f), Absent, List(1, 2, 6, 7)],
            Text("mode", mode),
            Text("coordinate_transformation_mode", "tf_crop_and_resize"),
            Real("extrapolation_value", 5)).OneImage()),
        Linear(
            "Resize",
            11,
            [X(1, 2, 4, 5), FloatList(0, 0, 0.2f, 0.1f, 1, 1, 0.9f, 0.7f), FloatList(1, 1, 1.5f, 2)],
            Text("mode", "linear"),
            Text("coordinate_transformation_mode", "tf_crop_and_resize")),
        Linear(
            "Resize",
            13,
            [X(1, 2, 4, 5), FloatList(0, 0, 0.2f, 0.1f, 1, 1, 0.9f, 0.7f), Absent, List(1, 2, 4, 5)],
            Text("mode", "linear"),
            Text("coordinate_transformation_mode", "tf_crop_and_resize")).OneImage(),
    ];

    private static IEnumerable<GradientCase> ResizesOf(int opset, AttributeProto coordinates) =>
    [
        .. new[] { "round_prefer_floor", "round_prefer_ceil", "floor", "ceil" }.SelectMany(nearest => new GradientCase[]
        {
            Linear("Resize", opset, [X(1, 2, 4, 5), FloatList(), FloatList(1, 1, 2, 1.7f)], coordinates, Text("nearest_mode", nearest)),
            Linear("Resize", opset, [X(1, 2, 6, 5), FloatList(), FloatList(1, 1, 0.5f, 0.7f)], coordinates, Text("nearest_mode", nearest)),
        }),
        Linear("Resize", opset, [X(1, 2, 3, 4), FloatList(), FloatList(1, 1, 2, 1.7f)], coordinates, Text("mode", "linear")),
        Linear("Resize", opset, [X(1, 2, 6, 5), FloatList(), FloatList(1, 1, 0.5f, 0.7f)], coordinates, Text("mode", "linear")),
        Linear("Resize", opset, [X(1, 1, 4, 5), FloatList(), FloatList(1, 1, 1.5f, 0.6f)], coordinates, Text("mode", "cubic")),
        Linear(
            "Resize", opset, [X(1, 2, 4, 5), FloatList(), FloatList(), List(1, 2, 1, 3)], coordinates, Text("mode", "linear")).OneImage(),
    ];

    private static AttributeProto[] Nearest(string coordinates, string rounding) =>
        [Text("mode", "nearest"), Text("coordinate_transformation_mode", coordinates), Text("nearest_mode", rounding)];
}
