using CnnVis.Onnx;
using CnnVis.Runtime.Kernels;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Runtime.Kernels;

public class KnownSizesTests
{
    /// <summary>An image of 21 x 14: (21 + 2 - 3) / 2 + 1 = 11 and (14 + 1 - 3) / 1 + 1 = 13; then windows of 2 x 2, two apart, rounded up.</summary>
    [Fact]
    public void Of_WindowsOverWindows_CountsThem()
    {
        var sizes = new KnownSizes(Network(images: 2));

        Assert.Equal(new KnownSizes.Size(2, 11, 13), sizes.Of("conv"));
        Assert.Equal(new KnownSizes.Size(2, 11, 13), sizes.Of("relu"));
        Assert.Equal(new KnownSizes.Size(2, 6, 7), sizes.Of("pool"));
    }

    [Fact]
    public void Of_NodesInNoOrder_IsTheSame()
    {
        GraphProto graph = Network(images: 2);
        NodeProto[] reversed = [.. graph.Node.Reverse()];
        graph.Node.Clear();
        graph.Node.Add(reversed);

        Assert.Equal(new KnownSizes.Size(2, 6, 7), new KnownSizes(graph).Of("pool"));
    }

    /// <summary>The gradient of something small meets an activation, and from there on is known.</summary>
    [Fact]
    public void Of_Gate_IsThatOfItsActivation()
    {
        GraphProto graph = Network(images: 1);
        NodeProto gate = GraphEdits.NewNode(GateKernel.Operator, "gate", ["gradient", "relu"], "gated");
        gate.Domain = KernelDomain.Name;
        graph.Node.Add(gate);

        Assert.Equal(new KnownSizes.Size(1, 11, 13), new KnownSizes(graph).Of("gated"));
    }

    [Fact]
    public void Of_FreeNumberOfImages_IsNotKnown() => Assert.Null(new KnownSizes(Network(images: null)).Of("conv"));

    [Fact]
    public void Of_OtherOperators_IsNotKnown() => Assert.Null(new KnownSizes(Network(images: 2)).Of("resized"));

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
