using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Support;

/// <summary>Small functions of an image of two pixels a and b.</summary>
internal static class PolynomialModel
{
    public static ImageShape Shape { get; } = new(1, 1, 2, TensorLayout.Nchw);

    /// <summary>f = a b + a^3</summary>
    public static CnnModel ProductAndCube() => Pixels()
        .Initializer("three", [3f])
        .Node("Mul", "product", ["a", "b"], "ab")
        .Node("Pow", "cube", ["a", "three"], "aaa")
        .Node("Add", "sum", ["ab", "aaa"], "logits")
        .Output("logits", DataType.Float, null, 1)
        .Load();

    /// <summary>f = relu(a + b)^2, which treats both alike.</summary>
    public static CnnModel Symmetric() => Pixels()
        .Node("Add", "sum", ["a", "b"], "ab")
        .Node("Relu", "relu", ["ab"], "r")
        .Node("Mul", "square", ["r", "r"], "logits")
        .Output("logits", DataType.Float, null, 1)
        .Load();

    public static ImageTensor Image(float a, float b) => new([a, b], Shape);

    private static SmallModel Pixels() => new SmallModel()
        .Input("image", DataType.Float, null, 1, 1, 2)
        .Initializer("first", [1f, 0], 2, 1)
        .Initializer("second", [0f, 1], 2, 1)
        .Node("Flatten", "flatten", ["image"], "flat")
        .Node("MatMul", "left", ["flat", "first"], "a")
        .Node("MatMul", "right", ["flat", "second"], "b");
}
