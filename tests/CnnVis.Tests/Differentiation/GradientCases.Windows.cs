using static CnnVis.Tests.Differentiation.CaseParts;

namespace CnnVis.Tests.Differentiation;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Convolutions() =>
    [
        Linear("Conv", 7, [X(1, 2, 7), Weights(3, 2, 3)]),
        Linear("Conv", 11, [X(1, 2, 5, 6), Weights(3, 2, 3, 2), Weights(3)]),
        Linear("Conv", 22, [X(1, 2, 4, 5, 3), Weights(2, 2, 2, 3, 2)], Ints("pads", 1, 0, 1, 0, 1, 1)),
        Linear("Conv", 11, [X(1, 2, 5, 5), Weights(3, 2, 1, 1)]),
        Linear("Conv", 11, [X(1, 2, 6, 5), Weights(3, 2, 1, 1)], Ints("strides", 2, 2)),
        Linear("Conv", 11, [X(1, 2, 6, 7), Weights(3, 2, 3, 3)], Ints("strides", 2, 3), Ints("pads", 1, 1, 1, 1)),
        Linear("Conv", 11, [X(1, 1, 8, 9), Weights(2, 1, 2, 2)], Ints("strides", 3, 4)),
        Linear("Conv", 11, [X(1, 1, 11), Weights(2, 1, 2)], Ints("strides", 4)),
        Linear("Conv", 11, [X(1, 1, 7), Weights(2, 1, 2)], Ints("strides", 4)),
        Linear("Conv", 11, [X(1, 4, 5, 5), Weights(6, 2, 3, 3)], Int("group", 2), Ints("pads", 1, 1, 1, 1)),
        Linear("Conv", 11, [X(1, 4, 6, 5), Weights(6, 2, 3, 3)], Int("group", 2), Ints("strides", 2, 2)),
        Linear("Conv", 11, [X(1, 3, 5, 5), Weights(3, 1, 3, 3)], Int("group", 3), Ints("pads", 1, 1, 1, 1)),
        Linear("Conv", 11, [X(1, 3, 6, 6), Weights(3, 1, 3, 3)], Int("group", 3), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1)),
        Linear("Conv", 11, [X(1, 2, 5, 5), Weights(6, 1, 3, 3)], Int("group", 2), Ints("pads", 0, 1, 1, 0)),
        Linear("Conv", 11, [X(1, 2, 7, 8), Weights(2, 2, 3, 2)], Ints("dilations", 2, 3)),
        Linear("Conv", 11, [X(1, 2, 9, 8), Weights(2, 2, 3, 2)], Ints("dilations", 2, 3), Ints("strides", 2, 2), Ints("pads", 2, 1, 0, 3)),
        Linear("Conv", 11, [X(1, 2, 5, 5), Weights(2, 2, 3, 3)], Ints("pads", 0, 1, 2, 0)),
        Linear("Conv", 11, [X(1, 2, 4, 4), Weights(2, 2, 2, 3)], Ints("pads", 3, 4, 2, 3)),
        Linear("Conv", 11, [X(1, 2, 4, 4), Weights(2, 2, 1, 1)], Ints("pads", 1, 0, 0, 2)),
        Linear("Conv", 11, [X(1, 2, 5, 4), Weights(2, 2, 2, 3)], Ints("pads", 3, 4, 2, 3), Ints("strides", 2, 2)),
        Linear("Conv", 11, [X(1, 2, 5, 6), Weights(2, 2, 2, 3)], Text("auto_pad", "SAME_UPPER")),
        Linear("Conv", 11, [X(1, 2, 5, 6), Weights(2, 2, 2, 3)], Text("auto_pad", "SAME_LOWER")),
        Linear("Conv", 11, [X(1, 2, 6, 7), Weights(2, 2, 3, 4)], Text("auto_pad", "SAME_UPPER"), Ints("strides", 2, 2)),
        Linear("Conv", 11, [X(1, 2, 6, 7), Weights(2, 2, 3, 4)], Text("auto_pad", "SAME_LOWER"), Ints("strides", 2, 2)),
        Linear("Conv", 11, [X(1, 2, 5, 6), Weights(2, 2, 3, 3)], Text("auto_pad", "VALID"), Ints("strides", 2, 1)),
        Linear("Conv", 11, [X(1, 2, 5, 5), Weights(2, 2, 3, 3)], Text("auto_pad", "NOTSET"), Ints("kernel_shape", 3, 3), Ints("pads", 1, 1, 1, 1)),
        Linear("Conv", 11, [XOfOneImage(1, 2, 5, 5), Weights(2, 2, 3, 3), XOfOneImage(2)], Ints("pads", 1, 1, 1, 1)),
        Smooth("Conv", 11, [XOfOneImage(1, 2, 5, 5), XOfOneImage(3, 2, 3, 3)], Ints("pads", 1, 0, 1, 2)),
        Smooth("Conv", 11, [XOfOneImage(1, 4, 6, 5), XOfOneImage(4, 2, 2, 3)], Int("group", 2), Ints("strides", 2, 3)),
        Smooth("Conv", 11, [XOfOneImage(1, 2, 7), XOfOneImage(2, 1, 2)], Int("group", 2), Ints("strides", 3), Text("auto_pad", "SAME_LOWER")),
        Smooth("Conv", 11, [XOfOneImage(1, 2, 4, 4), Integers([0, 0], 2), List(2, 2, 1, 1)]).Noted("image as its own kernel").As(
            Node("ReduceMean", ["x0"], ["means"], Ints("axes", 2, 3), Int("keepdims", 1)),
            Node("Gather", ["means", "x1"], ["kernel"], Int("axis", 0)),
            Node("Conv", ["x0", "kernel"], ["y"])).OneImage(),
    ];

    private static IEnumerable<GradientCase> TransposedConvolutions() =>
    [
        Linear("ConvTranspose", 7, [X(1, 2, 5), Weights(2, 3, 3)]),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 5), Weights(2, 3, 3, 2), Weights(3)]),
        Linear("ConvTranspose", 22, [X(1, 2, 3, 2, 3), Weights(2, 2, 2, 3, 2)], Ints("strides", 2, 1, 2)),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 4), Weights(2, 3, 2, 2)], Ints("strides", 2, 2)),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 4), Weights(2, 2, 3, 3)], Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1)),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 4), Weights(2, 2, 3, 3)], Ints("strides", 2, 2), Ints("pads", 1, 0, 0, 2)),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 4), Weights(2, 2, 3, 3)], Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1), Ints("output_padding", 1, 1)),
        Linear("ConvTranspose", 11, [X(1, 2, 3, 3), Weights(2, 2, 2, 2)], Ints("strides", 3, 4)),
        Linear("ConvTranspose", 11, [X(1, 2, 3, 3), Weights(2, 2, 2, 2)], Ints("strides", 3, 3), Ints("output_padding", 2, 1)),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 3), Weights(2, 2, 3, 2)], Ints("strides", 2, 2), Ints("output_shape", 8, 7)),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 3), Weights(2, 2, 3, 4)], Ints("strides", 2, 2), Ints("output_shape", 8, 6), Text("auto_pad", "SAME_UPPER")),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 3), Weights(2, 2, 3, 4)], Ints("strides", 2, 2), Ints("output_shape", 8, 6), Text("auto_pad", "SAME_LOWER")),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 3), Weights(2, 2, 3, 4)], Ints("strides", 2, 2), Text("auto_pad", "SAME_UPPER")),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 3), Weights(2, 2, 3, 4)], Ints("strides", 2, 2), Text("auto_pad", "SAME_LOWER")),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 3), Weights(2, 2, 3, 4)], Ints("strides", 2, 2), Text("auto_pad", "VALID")),
        Linear("ConvTranspose", 11, [X(1, 4, 3, 4), Weights(4, 2, 3, 2)], Int("group", 2), Ints("strides", 2, 1)),
        Linear("ConvTranspose", 11, [X(1, 3, 3, 4), Weights(3, 1, 2, 2)], Int("group", 3), Ints("strides", 2, 2)),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 3), Weights(2, 2, 2, 3)], Ints("dilations", 3, 2), Ints("strides", 2, 1)),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 3), Weights(2, 2, 2, 3)], Ints("dilations", 2, 2), Ints("pads", 1, 1, 0, 2)),
        Linear("ConvTranspose", 11, [X(1, 2, 4, 3), Weights(2, 2, 1, 1)], Ints("strides", 2, 2), Ints("output_padding", 1, 1)),
        Smooth("ConvTranspose", 11, [XOfOneImage(1, 2, 4, 3), XOfOneImage(2, 3, 3, 2), XOfOneImage(3)], Ints("strides", 2, 1), Ints("pads", 1, 0, 1, 1)),
        Smooth("ConvTranspose", 11, [XOfOneImage(1, 4, 3, 4), XOfOneImage(4, 2, 3, 2)], Int("group", 2), Ints("strides", 2, 3), Ints("output_padding", 1, 2)),
        Smooth("ConvTranspose", 11, [XOfOneImage(1, 2, 4, 3), XOfOneImage(2, 2, 3, 4)], Ints("strides", 2, 2), Ints("output_shape", 8, 6)),
    ];

    private static IEnumerable<GradientCase> MaxPools() =>
    [
        Kinked("MaxPool", 7, [X(1, 2, 7)], Ints("kernel_shape", 3)),
        Kinked("MaxPool", 8, [X(1, 2, 6, 6)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)),
        Kinked("MaxPool", 12, [X(1, 2, 6, 9)], Ints("kernel_shape", 2, 3), Ints("strides", 2, 3)),
        Kinked("MaxPool", 12, [X(1, 1, 4, 4, 6)], Ints("kernel_shape", 2, 2, 3), Ints("strides", 2, 2, 3)),
        Kinked("MaxPool", 12, [X(1, 2, 4, 4, 3)], Ints("kernel_shape", 2, 3, 2), Ints("strides", 1, 2, 1)),
        Kinked("MaxPool", 12, [X(1, 2, 8)], Ints("kernel_shape", 2), Ints("strides", 2)),
        Kinked("MaxPool", 12, [X(1, 2, 7, 5)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)),
        Kinked("MaxPool", 12, [X(1, 2, 7, 8)], Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1)),
        Kinked("MaxPool", 12, [X(1, 2, 5, 5)], Ints("kernel_shape", 3, 3), Ints("pads", 2, 0, 1, 2)),
        Kinked("MaxPool", 12, [X(1, 2, 7, 8)], Ints("kernel_shape", 2, 2), Ints("strides", 3, 3)),
        Kinked("MaxPool", 10, [X(1, 2, 7, 6)], Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Int("ceil_mode", 1)),
        Kinked("MaxPool", 10, [X(1, 2, 5, 5)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2), Int("ceil_mode", 1)),
        Kinked("MaxPool", 22, [X(1, 2, 6, 7)], Ints("kernel_shape", 3, 2), Ints("strides", 3, 3), Ints("pads", 1, 1, 1, 0), Int("ceil_mode", 1)),
        Kinked("MaxPool", 10, [X(1, 2, 7, 8)], Ints("kernel_shape", 2, 3), Ints("dilations", 2, 3)),
        Kinked("MaxPool", 11, [X(1, 2, 7, 8)], Ints("kernel_shape", 2, 2), Ints("dilations", 2, 2), Ints("strides", 2, 2), Ints("pads", 1, 0, 1, 1)),
        Kinked("MaxPool", 12, [X(1, 2, 5, 6)], Ints("kernel_shape", 3, 2), Text("auto_pad", "SAME_UPPER"), Ints("strides", 2, 1)),
        Kinked("MaxPool", 12, [X(1, 2, 5, 6)], Ints("kernel_shape", 3, 2), Text("auto_pad", "SAME_LOWER"), Ints("strides", 2, 1)),
        Kinked("MaxPool", 12, [X(1, 2, 5, 6)], Ints("kernel_shape", 2, 2), Text("auto_pad", "SAME_LOWER"), Ints("strides", 2, 2)),
        Kinked("MaxPool", 12, [X(1, 2, 5, 6)], Ints("kernel_shape", 2, 2), Text("auto_pad", "VALID"), Ints("strides", 2, 2)),
        Kinked("MaxPool", 12, [X(1, 2, 5, 4)], Ints("kernel_shape", 3, 2), Int("storage_order", 0)).WithOutputs(["y", "indices"], "y"),
        Kinked("MaxPool", 12, [X(1, 2, 5, 4)], Ints("kernel_shape", 3, 2), Int("storage_order", 1)).WithOutputs(["y", "indices"], "y"),
        Kinked("GlobalMaxPool", 7, [X(1, 3, 4, 5)]),
        Kinked("GlobalMaxPool", 22, [X(1, 3, 4)]),
        Kinked("GlobalMaxPool", 7, [X(1, 2, 3, 2, 4)]),
    ];

    private static IEnumerable<GradientCase> AveragePools() =>
    [
        Linear("AveragePool", 7, [X(1, 2, 7)], Ints("kernel_shape", 3)),
        Linear("AveragePool", 11, [X(1, 2, 6, 6)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)),
        Linear("AveragePool", 11, [X(1, 2, 4, 4, 6)], Ints("kernel_shape", 2, 2, 3), Ints("strides", 2, 2, 3)),
        Linear("AveragePool", 11, [X(1, 2, 4, 4, 3)], Ints("kernel_shape", 2, 3, 2), Ints("strides", 1, 2, 1)),
        Linear("AveragePool", 11, [X(1, 2, 7, 5)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)),
        Linear("AveragePool", 11, [X(1, 2, 7, 8)], Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1)),
        Linear("AveragePool", 11, [X(1, 2, 7, 8)], Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1), Int("count_include_pad", 1)),
        Linear("AveragePool", 11, [X(1, 2, 5, 5)], Ints("kernel_shape", 3, 3), Ints("pads", 2, 0, 1, 2)),
        Linear("AveragePool", 11, [X(1, 2, 5, 5)], Ints("kernel_shape", 3, 3), Ints("pads", 2, 0, 1, 2), Int("count_include_pad", 1)),
        Linear("AveragePool", 11, [X(1, 2, 7, 8)], Ints("kernel_shape", 2, 2), Ints("strides", 3, 3)),
        Linear("AveragePool", 10, [X(1, 2, 7, 6)], Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Int("ceil_mode", 1)),
        Linear("AveragePool", 19, [X(1, 2, 7, 6)], Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Int("ceil_mode", 1)),
        Linear("AveragePool", 10, [X(1, 2, 5, 5)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2), Int("ceil_mode", 1)),
        Linear("AveragePool", 10, [X(1, 2, 7)], Ints("kernel_shape", 3), Ints("strides", 3), Int("ceil_mode", 1)),
        Linear(
            "AveragePool", 10, [X(1, 2, 6, 6)], Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1), Int("ceil_mode", 1)),
        Linear(
            "AveragePool", 11, [X(1, 2, 6, 6)], Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1), Int("ceil_mode", 1), Int("count_include_pad", 1)),
        Linear(
            "AveragePool", 19, [X(1, 2, 6, 6)], Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1), Int("ceil_mode", 1), Int("count_include_pad", 1)),
        Linear("AveragePool", 19, [X(1, 2, 7, 8)], Ints("kernel_shape", 2, 3), Ints("dilations", 2, 3)),
        Linear("AveragePool", 19, [X(1, 2, 7, 8)], Ints("kernel_shape", 2, 2), Ints("dilations", 2, 2), Ints("strides", 2, 2), Ints("pads", 1, 0, 1, 1)),
        Linear(
            "AveragePool", 22, [X(1, 2, 7, 8)], Ints("kernel_shape", 2, 2), Ints("dilations", 2, 2), Ints("strides", 2, 2), Ints("pads", 1, 0, 1, 1), Int("count_include_pad", 1)),
        Linear("AveragePool", 11, [X(1, 2, 5, 6)], Ints("kernel_shape", 3, 2), Text("auto_pad", "SAME_UPPER"), Ints("strides", 2, 1)),
        Linear("AveragePool", 11, [X(1, 2, 5, 6)], Ints("kernel_shape", 3, 2), Text("auto_pad", "SAME_LOWER"), Ints("strides", 2, 1)),
        Linear("AveragePool", 11, [X(1, 2, 5, 6)], Ints("kernel_shape", 3, 2), Text("auto_pad", "SAME_UPPER"), Int("count_include_pad", 1)),
        Linear("AveragePool", 11, [X(1, 2, 5, 6)], Ints("kernel_shape", 2, 2), Text("auto_pad", "VALID"), Ints("strides", 2, 2)),
        Linear("GlobalAveragePool", 7, [X(1, 3, 4, 5)]),
        Linear("GlobalAveragePool", 22, [X(1, 3, 4)]),
        Linear("GlobalAveragePool", 7, [X(1, 2, 3, 2, 4)]),
        Smooth("LpPool", 7, [X(1, 2, 6, 6)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)).With(CaseValues.AwayFromZero, ""),
        Smooth("LpPool", 11, [X(1, 2, 5, 6)], Ints("kernel_shape", 3, 2), Ints("pads", 1, 0, 1, 1), Int("p", 3)).With(CaseValues.AwayFromZero, ""),
        Smooth("LpPool", 11, [X(1, 2, 5, 6)], Ints("kernel_shape", 3, 2), Ints("strides", 2, 1), Int("p", 1)).With(CaseValues.AwayFromZero, ""),
        Smooth("LpPool", 18, [X(1, 2, 6, 7)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2), Ints("dilations", 2, 1), Int("ceil_mode", 1))
            .With(CaseValues.AwayFromZero, ""),
        Smooth("LpPool", 22, [X(1, 2, 7)], Ints("kernel_shape", 2), Text("auto_pad", "SAME_UPPER"), Int("p", 2)).With(CaseValues.AwayFromZero, ""),
        Smooth("GlobalLpPool", 7, [X(1, 2, 3, 4)]).With(CaseValues.AwayFromZero, ""),
        Smooth("GlobalLpPool", 7, [X(1, 2, 3, 4)], Int("p", 1)).With(CaseValues.AwayFromZero, ""),
        Smooth("GlobalLpPool", 18, [X(1, 2, 5)], Int("p", 3)).With(CaseValues.AwayFromZero, ""),
    ];
}
