using CnnVis.Onnx;
using CnnVis.Tests.Support;
using static CnnVis.Tests.Differentiation.CaseParts;
using static CnnVis.Tests.Differentiation.CaseValues;

namespace CnnVis.Tests.Differentiation;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Functions() =>
    [
        Linear("Identity", 7, [X(1, 2, 3)]),
        Linear("Neg", 7, [X(1, 2, 3)]),
        Kinked("Abs", 7, [X(1, 2, 3)]),
        Smooth("Reciprocal", 7, [X(1, 2, 3)]).With(Positive, ""),
        Smooth("Sqrt", 7, [X(1, 2, 3)]).With(Positive, ""),
        Smooth("Exp", 7, [X(1, 2, 3)]),
        Smooth("Log", 7, [X(1, 2, 3)]).With(Positive, ""),
        Smooth("Sin", 7, [X(1, 2, 3)]),
        Smooth("Cos", 7, [X(1, 2, 3)]),
        Smooth("Tan", 7, [X(1, 2, 3)]),
        Smooth("Asin", 7, [X(1, 2, 3)]).With(InsideOne, ""),
        Smooth("Acos", 7, [X(1, 2, 3)]).With(InsideOne, ""),
        Smooth("Atan", 7, [X(1, 2, 3)]),
        Smooth("Sinh", 9, [X(1, 2, 3)]),
        Smooth("Cosh", 9, [X(1, 2, 3)]),
        Smooth("Asinh", 9, [X(1, 2, 3)]),
        Smooth("Acosh", 9, [X(1, 2, 3)]).With(AboveOne, ""),
        Smooth("Atanh", 9, [X(1, 2, 3)]).With(InsideOne, ""),
        Smooth("Erf", 9, [X(1, 2, 3)]),
        Linear("Dropout", 7, [X(1, 2, 3)]),
        Linear("Dropout", 10, [X(1, 2, 3)], Real("ratio", 0.3f)),
        Linear("Dropout", 13, [X(1, 2, 3), Scalar(0.3f)]),
        Linear("Dropout", 13, [X(1, 2, 3), Scalar(0.3f), Bools([false])]),
        Linear("Dropout", 13, [X(1, 2, 3), Scalar(0), Bools([true])]),
        Linear("Dropout", 22, [X(1, 2, 3), Absent, Bools([false])]).WithOutputs(["y", "mask"], "y"),
        Linear("Cast", 13, [X(1, 2, 3)], Int("to", 1)),
        Linear("Cast", 9, [X(1, 2, 3)]).Noted("to double and back").As(
            Node(
                "Cast",
                ["x0"],
                ["double"],
                Int("to", 11)), Node("Neg", ["double"], ["negative"]), Node("Cast", ["negative"], ["y"], Int("to", 1))),
        Linear("CastLike", 19, [X(1, 2, 3), Scalar(1)]),
    ];

    private static IEnumerable<GradientCase> Activations() =>
    [
        Kinked("Relu", 7, [X(1, 2, 5)]),
        Kinked("Relu", 14, [X(1, 2, 5)]),
        Kinked("LeakyRelu", 7, [X(1, 2, 5)]),
        Kinked("LeakyRelu", 16, [X(1, 2, 5)], Real("alpha", 0.3f)),
        Kinked("LeakyRelu", 16, [X(1, 2, 5)], Real("alpha", -0.5f)),
        Kinked("LeakyRelu", 16, [X(1, 2, 5)], Real("alpha", 0)),
        Kinked("ThresholdedRelu", 7, [X(1, 2, 5)]),
        Kinked("ThresholdedRelu", 10, [X(1, 2, 5)]),
        Kinked("ThresholdedRelu", 22, [X(1, 2, 5)], Real("alpha", -2)),
        Kinked("PRelu", 7, [X(1, 2, 3, 2), Weights(2, 1, 1)]),
        Kinked("PRelu", 9, [X(1, 2, 3, 2), Weights(1)]),
        Smooth("PRelu", 16, [XOfOneImage(1, 2, 3, 2), XOfOneImage(2, 1, 1)]).With(AwayFromZero, ""),
        Smooth("Elu", 7, [X(1, 2, 5)]).With(AwayFromZero, ""),
        Smooth("Elu", 22, [X(1, 2, 5)], Real("alpha", 2)).With(AwayFromZero, ""),
        Smooth("Selu", 7, [X(1, 2, 5)]).With(AwayFromZero, ""),
        Smooth("Selu", 22, [X(1, 2, 5)], Real("alpha", 2), Real("gamma", 0.7f)).With(AwayFromZero, ""),
        Smooth("Celu", 12, [X(1, 2, 5)]).With(AwayFromZero, ""),
        Smooth("Celu", 12, [X(1, 2, 5)], Real("alpha", 2)).With(AwayFromZero, ""),
        Smooth("Sigmoid", 7, [X(1, 2, 5)]),
        Kinked("HardSigmoid", 7, [X(1, 2, 5)]),
        Kinked("HardSigmoid", 22, [X(1, 2, 5)], Real("alpha", 0.25f), Real("beta", 0.25f)),
        Kinked("HardSigmoid", 7, [X(1, 2, 5)], Real("alpha", -0.25f), Real("beta", 0.5f)),
        Kinked("HardSwish", 14, [X(1, 2, 5)]),
        Smooth("Tanh", 7, [X(1, 2, 5)]),
        Smooth("Softplus", 7, [X(1, 2, 5)]),
        Smooth("Softsign", 7, [X(1, 2, 5)]).With(AwayFromZero, ""),
        Smooth("Mish", 18, [X(1, 2, 5)]),
        Smooth("Gelu", 20, [X(1, 2, 5)]),
        Smooth("Gelu", 20, [X(1, 2, 5)], Text("approximate", "tanh")),
        Kinked("Clip", 7, [X(1, 2, 5)]),
        Kinked("Clip", 7, [X(1, 2, 5)], Real("min", -2), Real("max", 3)),
        Kinked("Clip", 7, [X(1, 2, 5)], Real("min", 0)),
        Kinked("Clip", 7, [X(1, 2, 5)], Real("max", 2)),
        Kinked("Clip", 11, [X(1, 2, 5), Scalar(-2), Scalar(3)]),
        Kinked("Clip", 13, [X(1, 2, 5), Scalar(-2)]),
        Kinked("Clip", 13, [X(1, 2, 5), Absent, Scalar(3)]),
        Kinked("Clip", 13, [X(1, 2, 5)]),
        Kinked("Shrink", 9, [X(1, 2, 5)]),
        Kinked("Shrink", 9, [X(1, 2, 5)], Real("lambd", 2), Real("bias", 0.5f)),
        .. Softmaxes("Softmax"),
        .. Softmaxes("LogSoftmax"),
    ];

    private static IEnumerable<GradientCase> Softmaxes(string type) =>
    [
        Smooth(type, 7, [X(1, 2, 3, 2)]),
        Smooth(type, 11, [X(1, 2, 3, 2)], Int("axis", 2)),
        Smooth(type, 11, [X(1, 2, 3, 2)], Int("axis", 3)),
        Smooth(type, 11, [X(1, 2, 3, 2)], Int("axis", -2)),
        Smooth(type, 7, [X(1, 2, 3, 2)], Int("axis", 0)).OneImage(),
        Smooth(type, 13, [X(1, 2, 3, 2)]),
        Smooth(type, 13, [X(1, 2, 3, 2)], Int("axis", 1)),
        Smooth(type, 13, [X(1, 2, 3, 2)], Int("axis", -2)),
    ];

    private static IEnumerable<GradientCase> Arithmetic() =>
    [
        .. Broadcasts("Add", Linear),
        .. Broadcasts("Sub", Linear),
        .. Broadcasts("Mul", Smooth),
        .. Broadcasts("Div", Smooth).Select(row => row.With(Positive, "")),
        Smooth("Div", 14, [X(1, 2, 3), X(1, 2, 3)]).With(AwayFromZero, "of both signs"),
        Smooth("Div", 14, [PositiveWeights(1), X(1, 2, 3)]).With(AwayFromZero, ""),
        Smooth("Mul", 14, [X(1, 2, 3)]).Noted("with itself").As(Node("Mul", ["x0", "x0"], ["y"])),
        Linear("Add", 14, [X(1, 2, 3)]).Noted("to itself").As(Node("Add", ["x0", "x0"], ["y"])),
        Linear("Sub", 14, [X(1, 2, 3)]).Noted("from itself").As(Node("Sub", ["x0", "x0"], ["y"])),
        Smooth("Mul", 14, [X(1, 2, 3, 3)]).Noted("with its own mean").As(
            Node("ReduceMean", ["x0"], ["mean"], Ints("axes", 2, 3)), Node("Mul", ["mean", "x0"], ["y"])),
        Smooth("Pow", 7, [X(1, 2, 3), Scalar(3)]),
        Smooth("Pow", 12, [X(1, 2, 3), Scalar(2)]),
        Smooth("Pow", 12, [X(1, 2, 3), FloatList(2)]),
        Smooth("Pow", 13, [X(1, 2, 3), Integers([2])]),
        Smooth("Pow", 13, [X(1, 2, 3), Integers32([3])]),
        Smooth("Pow", 13, [X(1, 2, 3), Scalar(1)]),
        Smooth("Pow", 13, [X(1, 2, 3), Scalar(0)]).Noted("constant"),
        Smooth("Pow", 15, [X(1, 2, 3), Scalar(0.5f)]).With(Positive, ""),
        Smooth("Pow", 15, [X(1, 2, 3), Scalar(-1.5f)]).With(Positive, ""),
        Smooth("Pow", 15, [X(1, 2, 3), Floats([2, 0, 1.5f], 3)]).With(Positive, ""),
        Smooth("Pow", 15, [X(1, 2, 3), Integers([2, 0, 3], 3)]),
        Smooth("Pow", 15, [PositiveWeights(2, 1), X(1, 2, 3)]).With(Positive, ""),
        Smooth("Pow", 15, [X(1, 2, 3), X(1, 1, 3)]).With(Positive, ""),
        Kinked("Mod", 10, [X(1, 2, 3), Scalar(2)], Int("fmod", 1)),
        Smooth("Mod", 13, [X(1, 2, 3), X(1, 2, 1)], Int("fmod", 1)).With(FivesAndTwos, ""),
        Linear("Sum", 7, [X(1, 2, 3)]),
        Linear("Sum", 8, [X(1, 2, 3), X(1, 1, 3), Weights(2, 1), X(1, 1, 1)]),
        Linear("Mean", 7, [X(1, 2, 3)]),
        Linear("Mean", 13, [X(1, 2, 3), X(1, 1, 3), Weights(2, 1), X(1, 1, 1)]),
        .. Extremes("Max"),
        .. Extremes("Min"),
        Linear("Where", 9, [Bools([true, false, true, true, false, false], 2, 3), X(1, 2, 3), X(1, 2, 3)]),
        Linear("Where", 16, [Bools([true, false], 2, 1), X(1, 1, 3), X(1, 2, 1)]),
        Linear("Where", 16, [Bools([true, false], 2, 1), Weights(1, 3), X(1, 2, 1)]),
        Kinked("Where", 16, [X(1, 2, 3), Scalar(0)]).Noted("where positive").As(
            Node(
                "Greater",
                ["x0", "x1"],
                ["positive"]), Node("Neg", ["x0"], ["negative"]), Node("Where", ["positive", "x0", "negative"], ["y"])),
    ];

    private static IEnumerable<GradientCase> Broadcasts(string type, Row row) =>
    [
        row(type, 7, [X(1, 2, 3), X(1, 2, 3)]),
        row(type, 13, [X(1, 2, 3), X(1, 1, 3)]),
        row(type, 13, [X(1, 1, 3), X(1, 2, 1)]),
        row(type, 14, [X(1, 2, 3), PositiveWeights(2, 1)]),
        row(type, 14, [X(1, 2, 1), PositiveWeights(2, 3)]),
        row(type, 14, [PositiveWeights(4, 1, 2, 1), X(1, 1, 3)]).OneImage(),
        row(type, 14, [XOfOneImage(3), XOfOneImage(2, 2, 1)]),
        row(type, 14, [XOfOneImage(2, 3), XOfOneImage()]),
        row(type, 14, [XOfOneImage(2, 3), Scalar(1.5f)]),
    ];

    private static IEnumerable<GradientCase> Extremes(string type) =>
    [
        Kinked(type, 7, [X(1, 2, 3), X(1, 2, 3)]),
        Kinked(type, 8, [X(1, 2, 3), X(1, 1, 3), X(1, 2, 1)]),
        Kinked(type, 13, [X(1, 2, 3), Scalar(0)]),
        Kinked(type, 13, [X(1, 2, 3), Scalar(-1), X(1, 1, 1), Floats([1, 2, -2], 3)]),
        Kinked(type, 13, [X(1, 2, 3)]),
    ];

    /// <summary>The quotient stays between 2 and 3.</summary>
    private static float[] FivesAndTwos(int count, int seed) =>
        [.. Numbers.Seeded(count, seed).Select((value, i) => i < 6 ? 5 + (0.3f * value) : 2 + (0.1f * value))];

    private delegate GradientCase Row(string type, int opset, CaseInput[] inputs, params AttributeProto[] attributes);
}
