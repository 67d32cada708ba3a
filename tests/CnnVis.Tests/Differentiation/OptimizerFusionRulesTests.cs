using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

public class OptimizerFusionRulesTests
{
    private const double Smooth = 2e-3;
    private const double Linear = 2e-5;

    [Theory]
    [InlineData("Gelu")]
    [InlineData("QuickGelu")]
    [InlineData("FastGelu")]
    public void Activation_OfOneInput_HasItsSlope(string type) =>
        ExtraRulesCheck.Agrees(Microsoft(ExtraRulesCheck.Image(2, 3, 4), type, ["image"]), step: 1e-2f, Smooth);

    [Fact]
    public void QuickGelu_WithAlpha_HasItsSlope() =>
        ExtraRulesCheck.Agrees(Microsoft(ExtraRulesCheck.Image(2, 3, 4), "QuickGelu", ["image"], ("alpha", 0.7f)), step: 1e-2f, Smooth);

    [Theory]
    [InlineData("FastGelu")]
    [InlineData("BiasGelu")]
    public void Activation_WithBias_HasItsSlope(string type) => ExtraRulesCheck.Agrees(
        Microsoft(ExtraRulesCheck.Image(2, 3, 4).Initializer("bias", Numbers.Seeded(4, 1), 4), type, ["image", "bias"]), step: 1e-2f, Smooth);

    [Theory]
    [InlineData("Relu")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("LeakyRelu", 0.2f)]
    [InlineData("Clip", -0.4f, 0.7f)]
    [InlineData("HardSigmoid", 0.3f, 0.4f)]
    public void FusedConv_WithActivation_HasItsSlope(string activation, params float[] parameters) => ExtraRulesCheck.Agrees(
        Microsoft(Convolution(), "FusedConv", ["image", "w", "b"], ("activation", activation), ("activation_params", parameters), ("strides", new[] { 2, 2 })),
        step: 1e-3f,
        tolerance: 5e-2);

    [Fact]
    public void FusedConv_WithSum_GivesTheSumItsGradient()
    {
        SmallModel model = Convolution().Initializer("two", [2f], 1).Node("Mul", "mul", ["image", "two"], "z");
        ExtraRulesCheck.Agrees(
            Microsoft(model, "FusedConv", ["image", "w", "b", "z"], ("activation", "Tanh"), ("pads", new[] { 1, 1, 1, 1 })), step: 1e-2f, Smooth);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void FusedMatMul_OfImageAndWeights_IsLinear(int transA, int transB)
    {
        int inner = transA == 1 ? 3 : 4;
        long[] shape = transB == 1 ? [2, 5, inner] : [2, inner, 5];
        SmallModel model = ExtraRulesCheck.Image(2, 3, 4).Initializer("w", Numbers.Seeded(10 * inner, 1), shape);
        ExtraRulesCheck.Agrees(Microsoft(model, "FusedMatMul", ["image", "w"], ("transA", transA), ("transB", transB), ("alpha", 0.3f)), step: 1, Linear);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void FusedMatMul_OfWeightsAndImage_IsLinear(int transA, int transB)
    {
        int inner = transB == 1 ? 4 : 3;
        long[] shape = transA == 1 ? [inner, 5] : [5, inner];
        SmallModel model = ExtraRulesCheck.Image(2, 3, 4).Initializer("w", Numbers.Seeded(5 * inner, 1), shape);
        ExtraRulesCheck.Agrees(Microsoft(model, "FusedMatMul", ["w", "image"], ("transA", transA), ("transB", transB)), step: 1, Linear);
    }

    [Fact]
    public void FusedMatMul_AlongOtherAxes_IsRefused()
    {
        SmallModel model = ExtraRulesCheck.Image(2, 3, 4).Initializer("w", Numbers.Seeded(2 * 3 * 4 * 5, 1), 2, 3, 4, 5);
        Microsoft(model, "FusedMatMul", ["image", "w"], ("transBatchA", 1));
        Assert.Contains("other axes", ExtraRulesCheck.Refused(model).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Tanh")]
    [InlineData(1, "Sigmoid")]
    public void FusedGemm_HasItsSlope(int transB, string activation)
    {
        SmallModel model = ExtraRulesCheck.Image(2, 3, 4)
            .Initializer("w", Numbers.Seeded(24 * 5, 1), transB == 1 ? [5, 24] : [24, 5])
            .Initializer("c", Numbers.Seeded(5, 2), 5)
            .Node("Flatten", "flatten", ["image"], "flat");
        ExtraRulesCheck.Agrees(
            Microsoft(model, "FusedGemm", ["flat", "w", "c"], ("transB", transB), ("activation", activation), ("alpha", 0.3f)), step: 1e-2f, Smooth);
    }

    [Fact]
    public void SimplifiedLayerNormalization_HasItsSlope() => ExtraRulesCheck.Agrees(
        ExtraRulesCheck.Image(2, 3, 8)
            .Initializer("gamma", Numbers.Seeded(8, 1), 8)
            .Node("SimplifiedLayerNormalization", "op", ["image", "gamma"], "y", ExtraRulesCheck.Attributes(("axis", -1), ("epsilon", 1e-3f))),
        step: 1e-2f,
        Smooth);

    [Theory]
    [InlineData("SkipLayerNormalization", false, "skip")]
    [InlineData("SkipLayerNormalization", true, "skip_of_all")]
    [InlineData("SkipSimplifiedLayerNormalization", false, "skip")]
    [InlineData("SkipSimplifiedLayerNormalization", true, "skip")]
    public void SkipNormalization_HasItsSlope(string type, bool readsSum, string skip)
    {
        SmallModel model = ExtraRulesCheck.Image(1, 4, 8)
            .Initializer("rows", [0, 4, 8], 3)
            .Initializer("gamma", Numbers.Seeded(8, 1), 8)
            .Initializer("beta", Numbers.Seeded(8, 2), 8)
            .Initializer("bias", Numbers.Seeded(8, 3), 8)
            .Initializer("skip_of_all", Numbers.Seeded(32, 4), 1, 4, 8)
            .Node("Reshape", "reshape", ["image", "rows"], "x")
            .Node("Sin", "sin", ["x"], "skip")
            .With(proto => proto.Graph.Node.Add(Skip(type, skip)));
        ExtraRulesCheck.Agrees(
            readsSum ? model.Node("Mul", "mul", ["normal", "sum"], "y") : model.Node("Identity", "identity", ["normal"], "y"), step: 1e-2f, Smooth);
    }

    private static NodeProto Skip(string type, string skip)
    {
        string[] inputs = type == "SkipLayerNormalization" ? ["x", skip, "gamma", "beta", "bias"] : ["x", skip, "gamma", "bias"];
        NodeProto node = GraphEdits.NewNode(type, "op", inputs, "normal", ExtraRulesCheck.Attribute("epsilon", 1e-3f));
        node.Domain = "com.microsoft";
        node.Output.Add(["", "", "sum"]);
        return node;
    }

    private static SmallModel Convolution() => ExtraRulesCheck.Image(4, 5, 6)
        .Initializer("w", Numbers.Seeded(4 * 4 * 9, 1), 4, 4, 3, 3)
        .Initializer("b", Numbers.Seeded(4, 2), 4);

    private static SmallModel Microsoft(SmallModel model, string type, string[] inputs, params (string Name, object Value)[] attributes)
    {
        NodeProto node = GraphEdits.NewNode(type, "op", inputs, "y", ExtraRulesCheck.Attributes(attributes));
        node.Domain = "com.microsoft";
        return model.With(proto => proto.Graph.Node.Add(node));
    }
}
