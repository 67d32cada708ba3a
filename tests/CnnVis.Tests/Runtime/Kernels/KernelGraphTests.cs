using CnnVis.Onnx;
using CnnVis.Runtime;
using CnnVis.Runtime.Kernels;
using CnnVis.Tests.Support;
using static CnnVis.Tests.Differentiation.CaseParts;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Runtime.Kernels;

public class KernelGraphTests
{
    private const int Channels = 32;
    private const int Size = 16;

    private static readonly SessionSettings Settings = new(new ExecutionOptions { Threads = 2 }, ExternalDataFolder: null);

    /// <summary>Weights that nothing but a body reads, beside convolutions whose weights are put in another form: the body still finds its own.</summary>
    [Theory]
    [InlineData("If", 1)]
    [InlineData("If", -1)]
    [InlineData("Loop", 1)]
    public void Compile_WithBodiesThatReadWeights_GivesWhatOnnxRuntimeGives(string type, int sign)
    {
        ModelProto model = WithBodies(type);
        (string, ReadOnlyMemory<float>, int[])[] image =
            [("image", Array.ConvertAll(Numbers.Seeded(3 * Size * Size, 1), number => sign * Math.Abs(number)), [1, 3, Size, Size])];
        using var plain = new GraphRunner(model, "test", Settings);
        using TensorRun expected = plain.Run(image, [], CancellationToken.None);

        using GraphRunner runner = KernelGraph.Compile(model, "test", Settings);
        using TensorRun actual = runner.Run(image, [], CancellationToken.None);

        Agreement.Within(1e-5, expected.Floats("y"), actual.Floats("y"), $"{type}, {sign}");
        Assert.Equal(WinogradKernel.IsAvailable && KernelDomain.IsAvailable, HasWinograd(model));
    }

    /// <summary>Rows of zeros, and of a single number among zeros, against the product that ONNX Runtime computes; the matrix is what each session keeps for itself, or what the caller gives.</summary>
    [Theory]
    [InlineData(1, 300, 5, true)]
    [InlineData(1, 70, 256, true)]
    [InlineData(1, 1000, 5000, true)]
    [InlineData(3, 40, 700, true)]
    [InlineData(2, 40, 300, false)]
    public void SparseProduct_AnyShape_IsThatOfOnnxRuntime(int rows, int length, int columns, bool isStored)
    {
        float[] factors = [.. Numbers.Seeded(rows * length, 1).Select((number, i) => i % 3 == 0 ? number : 0)];
        float[] matrix = Numbers.Seeded(length * columns, 2);
        (string, ReadOnlyMemory<float>, int[])[] given = [("rows", factors, [rows, length]), ("matrix", matrix, [length, columns])];
        given = isStored ? given[..1] : given;
        using var plain = new GraphRunner(Product(isKernel: false), "test", Settings);
        using TensorRun expected = plain.Run(given, [], CancellationToken.None);

        using GraphRunner runner = KernelGraph.Compile(Product(isKernel: true), "test", Settings);
        using TensorRun actual = runner.Run(given, [], CancellationToken.None);

        Agreement.Within(1e-5, expected.Floats("y"), actual.Floats("y"), "y");
        Assert.Equal([rows, columns], actual.ShapeOf("y"));

        ModelProto Product(bool isKernel)
        {
            NodeProto product = Node(isKernel ? SparseProductKernel.Operator : "MatMul", ["rows", "matrix"], ["product"]);
            product.Domain = isKernel ? KernelDomain.Name : "";
            var network = new SmallModel().Input("rows", DataType.Float, rows, length);
            network = isStored ? network.Initializer("matrix", matrix, length, columns) : network.Input("matrix", DataType.Float, length, columns);
            return network.With(model => model.Graph.Node.Add(product)).Node("Neg", "neg", ["product"], "y").Output("y", DataType.Float, rows, columns).Proto;
        }
    }

    private static bool HasWinograd(ModelProto model)
    {
        using OptimizedGraph optimized = OptimizedGraph.TryMake(new StandIns(model), "test", Settings)!;
        return optimized.Model.Graph.Node.Any(node => node.OpType == WinogradKernel.Operator);
    }

    // Conditions and counts hang on the image, or ONNX Runtime puts the body in the place of the node.
    private static ModelProto WithBodies(string type)
    {
        long[] places = [1, Channels, Size, Size];
        SmallModel network = new SmallModel()
            .Input("image", DataType.Float, 1, 3, Size, Size)
            .Initializer("first", Numbers.Seeded(Channels * 3 * 9, 2), Channels, 3, 3, 3)
            .Initializer("second", Numbers.Seeded(Channels * Channels * 9, 3), Channels, Channels, 3, 3)
            .Initializer("factors", Numbers.Seeded(Channels * Size * Size, 4), places)
            .Initializer("others", Numbers.Seeded(Channels * Size * Size, 5), places)
            .Initializer("zero", [0f])
            .Node("Conv", "conv1", ["image", "first"], "conv1", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
            .Node("Relu", "relu1", ["conv1"], "relu1")
            .Node("Conv", "conv2", ["relu1", "second"], "x", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
            .Node("ReduceMean", "mean", ["image"], "mean", GraphEdits.IntAttribute("keepdims", 0))
            .Node("Greater", "greater", ["mean", "zero"], "is_light")
            .Output("y", DataType.Float, 1, Channels, Size, Size);
        NodeProto node = type == "If"
            ? Node(
                "If",
                ["is_light"],
                ["y"],
                Body("then_branch", Graph([], [Node("Mul", ["x", "factors"], ["t"])], "t")),
                Body("else_branch", Graph([], [Node("Add", ["x", "others"], ["e"])], "e")))
            : Node(
                "Loop",
                ["", "is_light", "x"],
                ["y"],
                Body("body", Graph(
                    ["i", "go", "v"],
                    [Node("Mul", ["v", "factors"], ["next"]), Node("Not", ["go"], ["on"])],
                    ["on", "next"])));
        return network.With(model => model.Graph.Node.Add(node)).Proto;
    }
}
