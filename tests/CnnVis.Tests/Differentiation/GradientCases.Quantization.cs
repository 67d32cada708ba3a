using CnnVis.Onnx;
using CnnVis.Tests.Support;
using static CnnVis.Tests.Differentiation.CaseParts;

namespace CnnVis.Tests.Differentiation;

internal static partial class GradientCases
{
    // Codes of images between -1 and 1.
    private const float ImageScale = 1 / 127f;

    private static CaseInput UnsignedZero => Bytes([128]);
    private static CaseInput SignedZero => SignedBytes([0]);

    /// <summary>Rounding has no differences to compare with; each row has the gradient of its twin in floats.</summary>
    private static IEnumerable<GradientCase> Quantizations() =>
    [
        Linear("QuantizeLinear", 10, [X(1, 2, 3), Scalar(0.01f), UnsignedZero])
            .Like(Node("Div", ["x0", "x1"], ["y"])),
        Linear("QuantizeLinear", 13, [X(1, 2, 3), Scalar(0.01f), Scalar(-0.005f)])
            .As(Node("QuantizeLinear", ["x0", "x1"], ["y"]))
            .Like(Node("Clip", ["x0", "x2"], ["v"]), Node("Div", ["v", "x1"], ["y"])),
        Linear("QuantizeLinear", 13, [X(1, 2, 3), Scalar(0.004f), SignedZero, Scalar(-0.512f), Scalar(0.508f)])
            .As(Node("QuantizeLinear", ["x0", "x1", "x2"], ["y"]))
            .Like(Node("Clip", ["x0", "x3", "x4"], ["v"]), Node("Div", ["v", "x1"], ["y"])),
        Linear("QuantizeLinear", 13, [X(1, 3, 2), Scales(3), SignedBytes([0, 3, -5], 3), Scales(3, 1)])
            .As(Node("QuantizeLinear", ["x0", "x1", "x2"], ["y"]))
            .Like(Node("Div", ["x0", "x3"], ["y"])),
        Linear("QuantizeLinear", 21, [X(1, 2, 3), Scales(3), Bytes([128, 100, 120], 3)])
            .As(Node("QuantizeLinear", ["x0", "x1", "x2"], ["y"], Int("axis", -1)))
            .Like(Node("Div", ["x0", "x1"], ["y"])),
        .. new[] { 10, 21 }.Select(opset => Linear("DequantizeLinear", opset, [X(1, 2, 3), Scalar(ImageScale), UnsignedZero])
            .As(Node("QuantizeLinear", ["x0", "x1", "x2"], ["q"]), Node("DequantizeLinear", ["q", "x1", "x2"], ["y"]))
            .Like(Node("Identity", ["x0"], ["y"]))),
        Linear("DequantizeLinear", 13, [X(1, 3, 2), Scales(3), SignedBytes([0, 3, -5], 3)])
            .As(Node("QuantizeLinear", ["x0", "x1", "x2"], ["q"]), Node("DequantizeLinear", ["q", "x1", "x2"], ["y"]))
            .Like(Node("Identity", ["x0"], ["y"])),
        Linear(
            "DequantizeLinear",
            13,
            [X(1, 3, 2, 2), Scalar(ImageScale), UnsignedZero, List(0, 4, 3)]).Noted("around Transpose and Reshape of codes")
            .As(
                Node("QuantizeLinear", ["x0", "x1", "x2"], ["q"]),
                Node("Transpose", ["q"], ["t"], Ints("perm", 0, 2, 3, 1)),
                Node("Reshape", ["t", "x3"], ["r"]),
                Node("DequantizeLinear", ["r", "x1", "x2"], ["y"]))
            .Like(Node("Transpose", ["x0"], ["t"], Ints("perm", 0, 2, 3, 1)), Node("Reshape", ["t", "x3"], ["y"])),
        Linear("DynamicQuantizeLinear", 11, [X(1, 2, 3)])
            .As(
                Node("DynamicQuantizeLinear", ["x0"], ["codes", "scale", "zero"]),
                Node("DequantizeLinear", ["codes", "scale", "zero"], ["y"]))
            .Like(Node("Identity", ["x0"], ["y"]))
            .OneImage(),
        Linear(
            "DynamicQuantizeLinear", 11, [X(1, 2, 3), Bytes([10, 200, 30, 40, 90, 70], 3, 2), Bytes([100]), Scalar(0.02f), Weights3By2()])
            .Noted("into MatMulInteger, as dynamic quantisation of a layer does it")
            .As(
                Node("DynamicQuantizeLinear", ["x0"], ["codes", "scale", "zero"]),
                Node("MatMulInteger", ["codes", "x1", "zero", "x2"], ["sums"]),
                Node("Cast", ["sums"], ["floats"], Int("to", 1)),
                Node("Mul", ["scale", "x3"], ["scales"]),
                Node("Mul", ["floats", "scales"], ["y"]))
            .Like(Node("MatMul", ["x0", "x4"], ["y"]))
            .OneImage(),
        .. QuantizedProducts(),
        .. QuantizedConvolutions(),
    ];

    private static IEnumerable<GradientCase> QuantizedProducts() =>
    [
        Linear(
            "QLinearMatMul",
            10,
            [
                X(1, 2, 3), Scalar(ImageScale), UnsignedZero, Bytes([10, 200, 30, 40, 90, 70], 3, 2), Scalar(0.02f), Bytes([100]), Scalar(0.1f),
                Weights3By2(),
            ])
            .As(
                Node("QuantizeLinear", ["x0", "x1", "x2"], ["q"]),
                Node("QLinearMatMul", ["q", "x1", "x2", "x3", "x4", "x5", "x6", "x2"], ["p"]),
                Node("DequantizeLinear", ["p", "x6", "x2"], ["y"]))
            .Like(Node("MatMul", ["x0", "x7"], ["y"])),
        Linear("QLinearMatMul", 21, [X(1, 2, 3), X(1, 3, 2), Scalar(ImageScale), SignedZero, Scalar(0.05f)])
            .As(
                Node("QuantizeLinear", ["x0", "x2", "x3"], ["a"]),
                Node("QuantizeLinear", ["x1", "x2", "x3"], ["b"]),
                Node("QLinearMatMul", ["a", "x2", "x3", "b", "x2", "x3", "x4", "x3"], ["p"]),
                Node("DequantizeLinear", ["p", "x4", "x3"], ["y"]))
            .Like(
                Node("QuantizeLinear", ["x0", "x2", "x3"], ["a"]),
                Node("QuantizeLinear", ["x1", "x2", "x3"], ["b"]),
                Node("DequantizeLinear", ["a", "x2", "x3"], ["c"]),
                Node("DequantizeLinear", ["b", "x2", "x3"], ["d"]),
                Node("MatMul", ["c", "d"], ["y"])),
        Linear("MatMulInteger", 10, [X(1, 2, 3), X(1, 3, 2), Scalar(ImageScale), UnsignedZero])
            .As(
                Node("QuantizeLinear", ["x0", "x2", "x3"], ["a"]),
                Node("QuantizeLinear", ["x1", "x2", "x3"], ["b"]),
                Node("MatMulInteger", ["a", "b", "x3", "x3"], ["sums"]),
                Node("Cast", ["sums"], ["floats"], Int("to", 1)),
                Node("Mul", ["x2", "x2"], ["scale"]),
                Node("Mul", ["floats", "scale"], ["y"]))
            .Like(
                Node("QuantizeLinear", ["x0", "x2", "x3"], ["a"]),
                Node("QuantizeLinear", ["x1", "x2", "x3"], ["b"]),
                Node("DequantizeLinear", ["a", "x2", "x3"], ["c"]),
                Node("DequantizeLinear", ["b", "x2", "x3"], ["d"]),
                Node("MatMul", ["c", "d"], ["y"])),
        Linear(
            "MatMulInteger",
            10,
            [
                X(1, 2, 3), SignedBytes([10, -20, 30, 40, -90, 70], 3, 2), Scalar(ImageScale), SignedZero,
                Floats([10, -20, 30, 40, -90, 70], 3, 2),
            ])
            .As(
                Node("QuantizeLinear", ["x0", "x2", "x3"], ["a"]),
                Node("MatMulInteger", ["a", "x1"], ["sums"]),
                Node("Cast", ["sums"], ["floats"], Int("to", 1)),
                Node("Mul", ["floats", "x2"], ["y"]))
            .Like(Node("MatMul", ["x0", "x4"], ["y"])),
    ];

    private static IEnumerable<GradientCase> QuantizedConvolutions() =>
    [
        .. new AttributeProto[][]
            {
                [],
                [Ints("pads", 1, 0, 1, 1)],
                [Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1)],
                [Ints("dilations", 2, 2)],
                [Text("auto_pad", "SAME_LOWER")],
            }
            .SelectMany(attributes => new[] { QuantizedConvolution(attributes), IntegerConvolution(attributes) }),
        Linear(
            "QLinearConv",
            10,
            [
                X(1, 2, 4, 4), Scalar(ImageScale), UnsignedZero, Codes(4, 1, 2, 2), Scales(4), SignedBytes([0, 0, 0, 0], 4), Scalar(0.1f),
                CodesAsFloats(4, 1, 2, 2), Scales(4, 1, 1, 1),
            ],
            Int("group", 2))
            .As(
                Node("QuantizeLinear", ["x0", "x1", "x2"], ["q"]),
                Node("QLinearConv", ["q", "x1", "x2", "x3", "x4", "x5", "x6", "x2"], ["p"], Int("group", 2)),
                Node("DequantizeLinear", ["p", "x6", "x2"], ["y"]))
            .Like(Node("Mul", ["x7", "x8"], ["w"]), Node("Conv", ["x0", "w"], ["y"], Int("group", 2))),
    ];

    private static GradientCase QuantizedConvolution(AttributeProto[] attributes) =>
        Linear(
            "QLinearConv",
            10,
            [
                X(1, 2, 5, 5), Scalar(ImageScale), UnsignedZero, Codes(3, 2, 3, 3), Scalar(0.02f), SignedZero, Scalar(0.5f),
                CodesAsFloats(3, 2, 3, 3),
            ],
            attributes)
            .As(
                Node("QuantizeLinear", ["x0", "x1", "x2"], ["q"]),
                Node("QLinearConv", ["q", "x1", "x2", "x3", "x4", "x5", "x6", "x2"], ["p"], attributes),
                Node("DequantizeLinear", ["p", "x6", "x2"], ["y"]))
            .Like(Node("Mul", ["x7", "x4"], ["w"]), Node("Conv", ["x0", "w"], ["y"], attributes));

    private static GradientCase IntegerConvolution(AttributeProto[] attributes) =>
        Linear(
            "ConvInteger",
            10,
            [X(1, 2, 5, 5), Scalar(ImageScale), UnsignedZero, UnsignedCodes(3, 2, 3, 3), Bytes([100]), Scalar(100)],
            attributes)
            .As(
                Node("QuantizeLinear", ["x0", "x1", "x2"], ["q"]),
                Node("ConvInteger", ["q", "x3", "x2", "x4"], ["sums"], attributes),
                Node("Cast", ["sums"], ["floats"], Int("to", 1)),
                Node("Mul", ["floats", "x1"], ["y"]))
            .Like(
                Node(
                    "Cast",
                    ["x3"],
                    ["codes"],
                    Int("to", 1)), Node("Sub", ["codes", "x5"], ["w"]), Node("Conv", ["x0", "w"], ["y"], attributes));

    private static CaseInput Scales(params int[] shape) =>
        Floats([.. Numbers.Seeded(shape[0], 3).Select(value => 0.015f + (0.005f * value))], shape);

    private static CaseInput Weights3By2() => Floats([.. new[] { 10, 200, 30, 40, 90, 70 }.Select(code => (code - 100) * 0.02f)], 3, 2);

    private static CaseInput UnsignedCodes(params int[] shape) => Bytes([.. CodesOf(shape).Select(code => (byte)(100 + code))], shape);

    private static CaseInput Codes(params int[] shape) => SignedBytes([.. CodesOf(shape)], shape);

    private static CaseInput CodesAsFloats(params int[] shape) => Floats([.. CodesOf(shape).Select(code => (float)code)], shape);

    private static IEnumerable<sbyte> CodesOf(int[] shape) =>
        Numbers.Seeded(shape.Aggregate(1, (product, size) => product * size), 6).Select(value => (sbyte)(value * 60));
}
