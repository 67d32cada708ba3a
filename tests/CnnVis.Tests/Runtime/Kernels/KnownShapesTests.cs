using CnnVis.Onnx;
using CnnVis.Runtime.Kernels;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Runtime.Kernels;

public class KnownShapesTests
{
    /// <summary>An image of 21 x 14: (21 + 2 - 3) / 2 + 1 = 11 and (14 + 1 - 3) / 1 + 1 = 13; then windows of 2 x 2, two apart, rounded up.</summary>
    [Fact]
    public void Of_WindowsOverWindows_CountsThem()
    {
        var shapes = new KnownShapes(Network(images: 2));

        Assert.Equal(new KnownShapes.Shape(2, 5, 11, 13), shapes.Of("conv"));
        Assert.Equal(new KnownShapes.Shape(2, 5, 11, 13), shapes.Of("relu"));
        Assert.Equal(new KnownShapes.Shape(2, 5, 6, 7), shapes.Of("pool"));
    }

    [Fact]
    public void Of_NodesInNoOrder_IsTheSame()
    {
        GraphProto graph = Network(images: 2);
        NodeProto[] reversed = [.. graph.Node.Reverse()];
        graph.Node.Clear();
        graph.Node.Add(reversed);

        Assert.Equal(new KnownShapes.Shape(2, 5, 6, 7), new KnownShapes(graph).Of("pool"));
    }

    /// <summary>The gradient of something small meets an activation, and from there on is known.</summary>
    [Fact]
    public void Of_Gate_IsThatOfItsActivation()
    {
        GraphProto graph = Network(images: 1);
        NodeProto gate = GraphEdits.NewNode(GateKernel.Operator, "gate", ["gradient", "relu"], "gated");
        gate.Domain = KernelDomain.Name;
        graph.Node.Add(gate);

        Assert.Equal(new KnownShapes.Shape(1, 5, 11, 13), new KnownShapes(graph).Of("gated"));
    }

    [Fact]
    public void Of_FreeNumberOfImages_IsNotKnown() => Assert.Null(new KnownShapes(Network(images: null)).Of("conv"));

    [Fact]
    public void Of_OtherOperators_IsNotKnown() => Assert.Null(new KnownShapes(Network(images: 2)).Of("resized"));

    private static GraphProto Network(long? images) => new SmallModel()
        .Input("image", DataType.Float, images, 3, 21, 14)
        .Node(
            "Conv",
            "conv",
            ["image", "weights"],
            "conv",
            GraphEdits.IntsAttribute("kernel_shape", [3, 3]),
            GraphEdits.IntsAttribute("pads", [1, 1, 1, 0]),
            GraphEdits.IntsAttribute("strides", [2, 1]))
        .Initializer("weights", new float[5 * 3 * 9], 5, 3, 3, 3)
        .Node("Relu", "relu", ["conv"], "relu")
        .Node(
            "MaxPool",
            "pool",
            ["relu"],
            "pool",
            GraphEdits.IntsAttribute("kernel_shape", [2, 2]),
            GraphEdits.IntsAttribute("strides", [2, 2]),
            GraphEdits.IntAttribute("ceil_mode", 1))
        .Node("Resize", "resize", ["pool", "", "scales"], "resized")
        .Proto.Graph;
}
