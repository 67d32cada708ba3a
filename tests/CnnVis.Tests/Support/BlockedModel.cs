using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Support;

/// <summary>Three scores that are determinants of 2 x 2 pixels: ONNX Runtime computes them, the table of rules lacks them.</summary>
internal static class BlockedModel
{
    public static ImageShape Shape { get; } = new(3, 2, 2, TensorLayout.Nchw);

    public static SmallModel WithOneNode() => Started()
        .Node("Det", "determinant", ["x"], "scores")
        .Output("scores", DataType.Float, null, 3);

    public static SmallModel WithTwoNodes() => Started()
        .Node("Det", "first", ["image"], "a")
        .Node("Det", "second", ["x"], "b")
        .Node("Add", "sum", ["a", "b"], "scores")
        .Output("scores", DataType.Float, null, 3);

    private static SmallModel Started() => new SmallModel()
        .Input("image", DataType.Float, null, 3, 2, 2)
        .Node("Tanh", "tanh", ["image"], "x");
}
