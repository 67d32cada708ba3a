using CnnVis.Onnx;
using static CnnVis.Tests.Differentiation.CaseParts;

namespace CnnVis.Tests.Differentiation;

internal static partial class GradientCases
{
    /// <summary>The image times what a step makes of it: the step counts as a constant.</summary>
    private static IEnumerable<GradientCase> Steps() =>
    [
        .. new[] { "Floor", "Ceil", "Sign" }.Select(type => Step(type, 9, [Node(type, ["x0"], ["s"])])),
        Step("Round", 11, [Node("Round", ["x0"], ["s"])]),
        Step("Hardmax", 13, [Node("Hardmax", ["x0"], ["s"], Int("axis", 2))]),
        Step("ArgMax", 13, [Node("ArgMax", ["x0"], ["i"], Int("axis", 2)), ToFloat("i", "s")]),
        Step("ArgMin", 13, [Node("ArgMin", ["x0"], ["i"], Int("axis", 1), Int("keepdims", 1)), ToFloat("i", "s")]),
        Step("IsNaN", 13, [Node("IsNaN", ["x0"], ["b"]), ToFloat("b", "s")]),
        Step("IsInf", 10, [Node("IsInf", ["x0"], ["b"]), ToFloat("b", "s")]),
        .. new[] { "Equal", "Greater", "Less" }.Select(type => Step(type, 11, [Node(type, ["x0", "x1"], ["b"]), ToFloat("b", "s")])),
        .. new[] { "GreaterOrEqual", "LessOrEqual" }.Select(type => Step(type, 12, [Node(type, ["x0", "x1"], ["b"]), ToFloat("b", "s")])),
        .. new[] { "And", "Or", "Xor" }.Select(type => Step(
            type,
            13,
            [Node("Greater", ["x0", "x1"], ["b"]), Node("Not", ["b"], ["n"]), Node(type, ["b", "n"], ["c"]), ToFloat("c", "s")])),
        Step(
            "Cast",
            13,
            [Node("Cast", ["x0"], ["i"], Int("to", 7)), Node("Mul", ["i", "i"], ["square"]), ToFloat("square", "s")])
            .Noted("to integers and back"),
        Step("OneHot", 11, [Node("ArgMax", ["x0"], ["i"], Int("axis", 2), Int("keepdims", 0)), Node("OneHot", ["i", "x2", "x3"], ["s"])]),
        Step("Size", 13, [Node("Size", ["x0"], ["i"]), ToFloat("i", "s")]).OneImage(),
        Step(
            "Range",
            13,
            [
                Node("ReduceMax", ["x0"], ["m"], Int("keepdims", 0)),
                Node("Sub", ["m", "m"], ["zero"]),
                Node("Range", ["zero", "x4", "x5"], ["s"]),
            ]).OneImage(),
        Step(
            "NonZero",
            13,
            [Node("NonZero", ["x0"], ["i"]), Node("ReduceMax", ["i"], ["m"], Int("keepdims", 0)), ToFloat("m", "s")]).OneImage(),
    ];

    private static GradientCase Step(string type, int opset, NodeProto[] nodes) =>
        Kinked(type, opset, [X(1, 2, 3), Scalar(1), Integers([3]), FloatList(0, 1), Scalar(3), Scalar(1)])
            .Noted("as a factor")
            .As([.. nodes, Node("Mul", ["x0", "s"], ["y"])]);

    private static NodeProto ToFloat(string input, string output) => Node("Cast", [input], [output], Int("to", 1));
}
