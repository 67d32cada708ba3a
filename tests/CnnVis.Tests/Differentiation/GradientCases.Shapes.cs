using static CnnVis.Tests.Differentiation.CaseParts;

namespace CnnVis.Tests.Differentiation;

internal static partial class GradientCases
{
    private const long End = int.MaxValue;

    private static IEnumerable<GradientCase> Shapes() =>
    [
        Linear("Reshape", 7, [X(1, 4, 3), List(0, 2, 6)]),
        Linear("Reshape", 13, [X(1, 4, 3), List(-1, 12)]),
        Linear("Reshape", 14, [X(1, 4, 3), List(0, -1)], Int("allowzero", 0)),
        Linear("Reshape", 14, [X(1, 4, 3), List(2, 6)]).OneImage(),
        Linear("Reshape", 13, [X(1, 4, 3), List(2), List(0), List(-1)]).Noted("shape from Shape").As(
            Node("Shape", ["x0"], ["shape"]),
            Node("Gather", ["shape", "x2"], ["first"]),
            Node("Concat", ["first", "x3"], ["wanted"], Int("axis", 0)),
            Node("Reshape", ["x0", "wanted"], ["y"])),
        Linear("Flatten", 7, [X(1, 2, 3, 2)]),
        Linear("Flatten", 9, [X(1, 2, 3, 2)], Int("axis", 2)).OneImage(),
        Linear("Flatten", 11, [X(1, 2, 3, 2)], Int("axis", -3)),
        Linear("Flatten", 11, [X(1, 2, 3, 2)], Int("axis", 0)).OneImage(),
        Linear("Flatten", 21, [X(1, 2, 3, 2)], Int("axis", 4)).OneImage(),
        Linear("Squeeze", 11, [X(1, 2, 1, 3)], Ints("axes", 2)),
        Linear("Squeeze", 11, [X(1, 2, 1, 1)], Ints("axes", -1, -2)),
        Linear("Squeeze", 7, [XOfOneImage(2, 1, 3, 1)]),
        Linear("Squeeze", 13, [X(1, 2, 1, 3), List(2)]),
        Linear("Squeeze", 21, [XOfOneImage(1, 2, 1, 3)]),
        Linear("Unsqueeze", 11, [X(1, 2, 3)], Ints("axes", 1, 4)),
        Linear("Unsqueeze", 13, [X(1, 2, 3), List(-1, 1)]),
        Linear("Transpose", 7, [X(1, 2, 3)]),
        Linear("Transpose", 13, [X(1, 2, 3, 2)], Ints("perm", 0, 3, 1, 2)),
        Linear("Transpose", 13, [X(1, 2, 3, 2)], Ints("perm", 2, 0, 3, 1)),
        Linear("Expand", 8, [X(1, 2, 1), List(1, 2, 3)]),
        Linear("Expand", 13, [X(1, 2, 1), List(1, 1, 3)]),
        Linear("Expand", 13, [XOfOneImage(2, 1), List(3, 1, 4)]),
        Linear("Expand", 13, [XOfOneImage(), List(2, 3)]),
        Linear("Tile", 7, [X(1, 2, 3), List(1, 2, 3)]),
        Linear("Tile", 13, [X(1, 2, 3), List(1, 1, 1)]),
        Linear("Tile", 13, [XOfOneImage(1, 2, 3), List(3, 2, 1)]),
        Linear("Concat", 7, [X(1, 2, 3), X(1, 1, 3)], Int("axis", 1)),
        Linear("Concat", 11, [X(1, 2, 3), Weights(1, 2, 2), X(1, 2, 1)], Int("axis", -1)).OneImage(),
        Linear("Concat", 13, [X(1, 2, 3)]).Noted("twice").As(Node("Concat", ["x0", "x0"], ["y"], Int("axis", 2))),
        Linear("Concat", 13, [XOfOneImage(2, 2), XOfOneImage(3, 2)], Int("axis", 0)),
        Linear("Split", 11, [X(1, 6, 2)], Int("axis", 1)).WithOutputs(["a", "b", "c"], "a", "b", "c"),
        Linear("Split", 7, [X(1, 6, 2)], Int("axis", 1), Ints("split", 1, 3, 2)).WithOutputs(["a", "b", "c"], "a", "c"),
        Linear("Split", 13, [X(1, 6, 2), List(1, 3, 2)], Int("axis", -2)).WithOutputs(["a", "b", "c"], "b"),
        Linear("Split", 13, [X(1, 6, 2)], Int("axis", 1)).WithOutputs(["a", "b"], "b", "a"),
        Linear("Split", 18, [X(1, 7, 2)], Int("axis", 1), Int("num_outputs", 3)).WithOutputs(["a", "b", "c"], "a", "c"),
        Linear("Split", 18, [X(1, 6, 2), List(2, 2, 2)], Int("axis", 1)).WithOutputs(["a", "b", "c"], "c"),
        Linear("DepthToSpace", 7, [X(1, 8, 2, 3)], Int("blocksize", 2)),
        Linear("DepthToSpace", 11, [X(1, 8, 2, 3)], Int("blocksize", 2), Text("mode", "DCR")),
        Linear("DepthToSpace", 11, [X(1, 8, 2, 3)], Int("blocksize", 2), Text("mode", "CRD")),
        Linear("DepthToSpace", 13, [X(1, 9, 1, 2)], Int("blocksize", 3), Text("mode", "CRD")),
        Linear("SpaceToDepth", 7, [X(1, 2, 4, 6)], Int("blocksize", 2)),
        Linear("SpaceToDepth", 13, [X(1, 2, 3, 6)], Int("blocksize", 3)),
        Linear("Trilu", 14, [X(1, 3, 4)]),
        Linear("Trilu", 14, [X(1, 3, 4), Integers([1])]),
        Linear("Trilu", 14, [X(1, 4, 3), Integers([-1])], Int("upper", 0)),
        Linear("ReverseSequence", 10, [X(1, 4, 3), List(3)], Int("batch_axis", 0), Int("time_axis", 1)).OneImage(),
        Linear("ReverseSequence", 10, [XOfOneImage(4, 3, 2), List(1, 3, 4)]),
        Linear("CenterCropPad", 18, [X(1, 2, 5, 4), List(3, 7)], Ints("axes", 2, 3)),
        Linear("CenterCropPad", 18, [X(1, 2, 6, 5), List(3, 8)], Ints("axes", -2, -1)),
        Linear("CenterCropPad", 18, [XOfOneImage(3, 4), List(4, 2)]),
    ];

    private static IEnumerable<GradientCase> Slices() =>
    [
        Linear("Slice", 7, [X(1, 2, 6)], Ints("starts", 1), Ints("ends", 4), Ints("axes", 2)),
        Linear("Slice", 9, [X(1, 3, 6)], Ints("starts", 0, 1, -4), Ints("ends", 1, End, -1)).OneImage(),
        Linear("Slice", 7, [X(1, 3, 6)], Ints("starts", -2, 2), Ints("ends", End, End), Ints("axes", 1, 2)),
        Linear("Slice", 10, [X(1, 3, 6), List(1), List(5), List(2)]),
        Linear("Slice", 11, [X(1, 3, 6), List(0, 0, 2), List(End, 2, 5)]),
        Linear("Slice", 13, [X(1, 3, 7), List(1), List(End), List(2), List(2)]),
        Linear("Slice", 13, [X(1, 3, 7), List(0), List(End), List(-1), List(3)]),
        Linear("Slice", 13, [X(1, 3, 8), List(1), List(7), List(2), List(4)]),
        Linear("Slice", 13, [X(1, 3, 7), List(-1), List(long.MinValue), List(2), List(-1)]),
        Linear("Slice", 13, [X(1, 3, 7), List(End), List(-End), List(2), List(-2)]),
        Linear("Slice", 13, [X(1, 3, 7), List(-2), List(0), List(2), List(-3)]),
        Linear("Slice", 13, [X(1, 3, 7), List(5), List(1), List(2), List(-2)]),
        Linear("Slice", 13, [X(1, 3, 7), List(-100, -5), List(100, -1), List(1, 2), List(2, 2)]),
        Linear("Slice", 13, [X(1, 5, 7), List(4, 0), List(0, 100), List(1, -1), List(-1, 6)]),
        Linear("Slice", 13, [X(1, 3, 7), Integers32([2], 1), Integers32([6], 1), Integers32([2], 1), Integers32([2], 1)]),
        Linear("Slice", 13, [X(1, 3, 7), List(2)]).Noted("to an end from Shape").As(
            Node("Shape", ["x0"], ["shape"]),
            Node("Gather", ["shape", "x1"], ["end"]),
            Node("Slice", ["x0", "x1", "end", "x1"], ["y"])),
    ];

    private static IEnumerable<GradientCase> Pads() =>
    [
        Linear("Pad", 7, [X(1, 2, 3, 4)], Ints("pads", 0, 0, 1, 2, 0, 0, 2, 0)),
        Linear("Pad", 7, [X(1, 2, 3, 4)], Ints("pads", 0, 0, 1, 2, 0, 0, 2, 1), Text("mode", "reflect")),
        Linear("Pad", 7, [X(1, 2, 3, 4)], Ints("pads", 0, 1, 1, 2, 0, 0, 4, 1), Text("mode", "edge")),
        Linear("Pad", 10, [X(1, 2, 5, 4)], Ints("pads", 0, 0, -1, 2, 0, 0, -2, -1), Real("value", 3)),
        Linear("Pad", 11, [X(1, 2, 3, 4), List(0, 1, 1, 2, 0, 0, 2, 0)]),
        Linear("Pad", 13, [X(1, 2, 3, 4), List(0, 0, -1, 2, 0, 0, 2, -1), Scalar(2)]),
        Linear("Pad", 13, [X(1, 2, 3, 4), List(0, 0, -1, -1, 0, 0, -1, -2)]),
        Linear("Pad", 13, [X(1, 2, 3, 4), List(0, 0, 2, 0, 0, 0, 1, 3)], Text("mode", "reflect")),
        Linear("Pad", 13, [X(1, 2, 3, 4), List(0, 0, 2, 0, 0, 0, 1, 5)], Text("mode", "edge")),
        Linear("Pad", 18, [X(1, 2, 3, 4), List(1, 2, 0, 1), Absent, List(3, 2)]),
        Linear("Pad", 18, [X(1, 2, 3, 4), List(1, 2, 2, 1), Absent, List(-2, -1)], Text("mode", "reflect")),
        Linear("Pad", 19, [X(1, 2, 3, 4), List(1, 2, 2, 1), Absent, List(-2, -1)], Text("mode", "wrap")),
        Linear("Pad", 19, [X(1, 2, 3, 4), List(0, 0, 3, 4, 0, 0, 2, 3)], Text("mode", "wrap")),
        Linear("Pad", 18, [X(1, 2, 5, 4), List(-1, 2, 2, -1), Absent, List(-2, -1)], Text("mode", "reflect")),
        Linear("Pad", 18, [X(1, 2, 5, 4), List(-1, 2, 2, -1), Absent, List(-2, -1)], Text("mode", "edge")),
        Linear("Pad", 23, [X(1, 2, 3, 4), List(1, 1), Scalar(0), List(3)]),
    ];
}
