using CnnVis.Differentiation;
using CnnVis.Differentiation.Preparation;
using CnnVis.Onnx;
using CnnVis.Runtime;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

/// <summary>A graph whose scales and shifts are merged into layers computes what it did.</summary>
public class LayerMergingTests
{
    private static readonly ImageShape Shape = new(4, 5, 6, TensorLayout.Nchw);

    private static readonly AttributeProto Pads = GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]);

    [Theory]
    [InlineData("vgg-bn", 2, 0)]
    [InlineData("densenet", 4, 4)]
    [InlineData("resnet", 0, 0)]
    public void Apply_OnReferenceNetworks_ChangesNothingButTheForm(string name, int before, int after)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        ImageTensor image = reference.Input.Slice(0);
        ForwardGraph plain = GradientEngine.Of(model).ForwardGraphFor(image.Shape);

        ForwardGraph merged = LayerMerging.Apply(plain, []);

        Assert.Equal((before, after), (Count(plain, "BatchNormalization"), Count(merged, "BatchNormalization")));
        string output = model.ScoreTensor(ScoreKind.Logit);
        Agreement.Within(1e-5, plain.Value(output, image.Memory), merged.Value(output, image.Memory), name);
    }

    [Fact]
    public void Apply_OnAConvolution_MergesWhatFollows() => AssertMerges(
        Convolution().Normalization("n", "y", "a", 3).Node("Mul", "scale", ["a", "scales"], "b").Node("Sub", "less", ["b", "shifts"], "c")
            .Node("Sub", "from", ["one", "c"], "d").Node("Div", "over", ["d", "scales"], "z"),
        expected: ["Conv"]);

    [Fact]
    public void Apply_OnATransposedConvolutionOfGroups_MergesWhatFollows() => AssertMerges(
        Model().Initializer("kernel", Numbers.Seeded(4 * 3 * 4, 3), 4, 3, 2, 2)
            .Node("ConvTranspose", "layer", ["image", "kernel"], "y", GraphEdits.IntAttribute("group", 2)).Normalization("n", "y", "z", 6),
        expected: ["ConvTranspose"]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Apply_OnAGemm_MergesWhatFollows(int transposed) => AssertMerges(
        Model().Initializer("weights", Numbers.Seeded(120 * 3, 3), transposed == 1 ? [3, 120] : [120, 3]).Initializer("bias", Numbers.Seeded(3, 4), 1, 3)
            .Node("Flatten", "flatten", ["image"], "flat")
            .Node(
                "Gemm",
                "layer",
                ["flat", "weights", "bias"],
                "y",
                GraphEdits.IntAttribute("transB", transposed),
                new AttributeProto { Name = "alpha", F = 0.5f, Type = AttributeProto.Types.AttributeType.Float },
                new AttributeProto { Name = "beta", F = 3, Type = AttributeProto.Types.AttributeType.Float })
            .Normalization("n", "y", "z", 3),
        expected: ["Flatten", "Gemm"]);

    [Fact]
    public void Apply_OnAMatrixProductWithItsBias_LeavesTheGraphAlone()
    {
        ForwardGraph plain = Prepare(Model().Initializer("weights", Numbers.Seeded(6 * 3, 3), 6, 3).Initializer("row", Numbers.Seeded(3, 4), 3)
            .Node("MatMul", "layer", ["image", "weights"], "y").Node("Add", "shift", ["y", "row"], "z"));

        Assert.Same(plain, LayerMerging.Apply(plain, []));
    }

    [Fact]
    public void Apply_OfShiftsAlone_KeepsTheWeights()
    {
        ForwardGraph plain = Prepare(Convolution().Node("Sub", "less", ["y", "shifts"], "z"));

        ForwardGraph merged = LayerMerging.Apply(plain, []);

        NodeProto layer = Assert.Single(merged.Model.Graph.Nodes);
        Assert.Equal(("kernel", "z"), (layer.Input[1], layer.Output[0]));
        float[] image = Numbers.Seeded(Shape.ElementCount, 8);
        Agreement.Within(1e-6, plain.Value("z", image), merged.Value("z", image), "shifted");
    }

    [Fact]
    public void Apply_OnAMatrixProduct_LeavesOneAdd() => AssertMerges(
        Model().Initializer("weights", Numbers.Seeded(6 * 3, 3), 6, 3).Initializer("row", Numbers.Seeded(3, 4), 3).Initializer("two", [2f])
            .Node("MatMul", "layer", ["image", "weights"], "y")
            .Node("Add", "shift", ["y", "row"], "a").Node("Mul", "scale", ["a", "two"], "b").Node("Add", "again", ["row", "b"], "z"),
        expected: ["MatMul", "Add"]);

    [Fact]
    public void Apply_BehindAnActivation_LeavesIt() => AssertMerges(
        Convolution().Node("Relu", "relu", ["y"], "a").Normalization("n", "a", "z", 3), expected: ["Conv", "Relu", "BatchNormalization"]);

    [Fact]
    public void Apply_WhereTheLayerIsReadTwice_LeavesIt() => AssertMerges(
        Convolution().Normalization("n", "y", "a", 3).Node("Add", "sum", ["y", "a"], "z"), expected: ["Conv", "BatchNormalization", "Add"]);

    [Fact]
    public void Apply_OnNumbersForEachPlace_LeavesThem() => AssertMerges(
        Convolution().Initializer("places", Numbers.Seeded(30, 5), 5, 6).Node("Add", "add", ["y", "places"], "z"), expected: ["Conv", "Add"]);

    [Fact]
    public void Apply_OnATensorThatMustStay_LeavesIt()
    {
        ForwardGraph plain = Prepare(Convolution().Normalization("n", "y", "z", 3));

        Assert.Same(plain, LayerMerging.Apply(plain, ["y"]));
    }

    private static void AssertMerges(SmallModel model, string[] expected)
    {
        ForwardGraph plain = Prepare(model);
        float[] image = Numbers.Seeded(Shape.ElementCount, 8);

        ForwardGraph merged = LayerMerging.Apply(plain, []);

        Assert.Equal(expected, merged.Model.Graph.Nodes.Select(node => node.OpType));
        Agreement.Within(1e-5, plain.Value("z", image), merged.Value("z", image), "z");
    }

    private static int Count(ForwardGraph graph, string operatorType) => graph.Model.Graph.Nodes.Count(node => node.OpType == operatorType);

    private static SmallModel Model() => new SmallModel().Input("image", DataType.Float, null, 4, 5, 6);

    private static SmallModel Convolution() => Model()
        .Initializer("kernel", Numbers.Seeded(3 * 4 * 9, 3), 3, 4, 3, 3).Initializer("bias", Numbers.Seeded(3, 4), 3)
        .Initializer("scales", [2f, -1, 0.5f], 3, 1, 1).Initializer("shifts", [1f, 2, 3], 1, 3, 1, 1).Initializer("one", [1f], 1)
        .Node("Conv", "layer", ["image", "kernel", "bias"], "y", Pads);

    private static ForwardGraph Prepare(SmallModel model) => ForwardGraphPreparation.Prepare(
        new OnnxModel(model.Proto, "test", Folder: null),
        new ImageInput("image", ElementType.Float32, Shape, FixedBatch: null, IsSizeFree: false),
        takesBatches: true,
        new SessionSettings(new ExecutionOptions { Threads = 2 }, ExternalDataFolder: null));
}
