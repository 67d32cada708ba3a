using CnnVis.Methods;
using CnnVis.Onnx;
using CnnVis.Tests.Differentiation;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Methods.Relevance;

/// <summary>How relevance crosses what is no linear layer, worked by hand.</summary>
public class RelevanceOperatorTests
{
    private static readonly ImageShape Shape = new(1, 2, 2, TensorLayout.Nchw);

    private static readonly ImageTensor Image = new([1, 3, -2, 6], Shape);

    // What the gradient's own rule does right: it moves, repeats or picks numbers, or their weights add up to 1.
    private static readonly string[] KeepTheGradientsRule =
    [
        "Cast", "CastLike", "CenterCropPad", "Compress", "Concat", "DepthToSpace", "Dropout", "Expand", "Flatten", "Gather", "GatherElements",
        "GatherND", "GlobalMaxPool", "Identity", "MaxPool", "MaxUnpool", "Pad", "ReduceLogSumExp", "ReduceMax", "ReduceMin", "Reshape", "Resize",
        "ReverseSequence", "Scatter", "Slice", "SpaceToDepth", "Split", "Squeeze", "Tile", "TopK", "Transpose",
        "Trilu", "Unsqueeze", "Upsample", "Where",
    ];

    [Fact]
    public void EveryOperator_HasARuleOfItsOwnOrKeepsTheGradients()
    {
        GradientRules rules = RelevanceRules.Of(GradientRules.Standard, new RelevanceSettings(LrpComposite.Epsilon).ToComposite());

        string[] kept = [.. rules.Operators.Where(type => ReferenceEquals(rules.Find(type, 30), GradientRules.Standard.Find(type, 30)))];

        Assert.Equal(KeepTheGradientsRule, kept.Where(type => !rules.Find(type, 30)!.IsZero));
    }

    [Theory]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("Softplus")]
    [InlineData("Erf")]
    public void Activation_PassesRelevance(string activation) => AssertRelevance(
        Model().Node(activation, "f", ["x"], "y"), Scores(activation switch
        {
            "Sigmoid" => x => 1 / (1 + Math.Exp(-x)),
            "Tanh" => Math.Tanh,
            "Softplus" => x => Math.Log(1 + Math.Exp(x)),
            _ => x => x switch { 1 => 0.8427007929, 3 => 0.9999779095, -2 => -0.9953222650, _ => 1 },
        }));

    [Fact]
    public void Sum_SharesByContribution() => AssertRelevance(
        Model().Initializer("two", [2f]).Node("Mul", "double", ["x", "two"], "a").Node("Add", "sum", ["a", "x"], "y"), [3, 9, -6, 18]);

    [Fact]
    public void Constant_GetsNothing() => AssertRelevance(
        Model().Initializer("ten", [10f]).Node("Add", "sum", ["ten", "x"], "y"), [11, 13, 8, 16]);

    // Channels 1, 3 and -2, 6: the means 2 and 2 get R = y, shared by 1 : 3 and -2 : 6.
    [Fact]
    public void Mean_SharesByContribution() => AssertRelevance(
        Model().Node("GlobalAveragePool", "mean", ["x"], "y"), [0.5, 1.5, -1, 3]);

    [Fact]
    public void Maximum_GoesToTheWinner() => AssertRelevance(
        Model().Node("GlobalMaxPool", "max", ["x"], "y"), [0, 3, 0, 6]);

    // y = x - 2 at every place, and the mean takes nothing of it.
    [Fact]
    public void MeanThatIsTakenAway_GetsNothing() => AssertRelevance(
        Model().Node("GlobalAveragePool", "mean", ["x"], "m").Node("Sub", "centre", ["x", "m"], "y"), [-1, 1, -4, 4]);

    [Fact]
    public void Gate_GetsNothing() => AssertRelevance(
        Model().Node("Neg", "minus", ["x"], "n").Node("GlobalMaxPool", "squeeze", ["n"], "s").Node("Sigmoid", "gate", ["s"], "g")
            .Node("Mul", "excite", ["g", "x"], "y"),
        [Sigmoid(-1), 3 * Sigmoid(-1), -2 * Sigmoid(2), 6 * Sigmoid(2)]);

    // Both factors are the image: half each, which arrives whole.
    [Fact]
    public void ProductOfEquals_SharesInHalves() => AssertRelevance(Model().Node("Mul", "square", ["x", "x"], "y"), [1, 9, 4, 36]);

    [Fact]
    public void ProductWithWhatIsRepeated_GoesToTheOther() => AssertRelevance(
        Model().Node("GlobalMaxPool", "max", ["x"], "m").Node("Mul", "times", ["x", "m"], "y"), [3, 9, -12, 36]);

    [Fact]
    public void Divisor_GetsNothing() => AssertRelevance(
        Model().Node("Abs", "absolute", ["x"], "a").Node("Div", "sign", ["x", "a"], "y"), [1, 1, -1, 1]);

    // y = attention x values with attention softmax([1, 3]) in each channel; each place gets its own product.
    [Fact]
    public void Attention_GoesToTheValues()
    {
        double first = 1 / (1 + Math.Exp(2));
        double second = 1 / (1 + Math.Exp(8));
        AssertRelevance(
            Model().Node("Softmax", "attention", ["x"], "a", GraphEdits.IntAttribute("axis", 3))
                .Node("Transpose", "values", ["x"], "v", GraphEdits.IntsAttribute("perm", [0, 1, 3, 2]))
                .Node("MatMul", "weigh", ["a", "v"], "y"),
            [first, 3 * (1 - first), -2 * second, 6 * (1 - second)]);
    }

    [Fact]
    public void BatchNormalizationBehindAnActivation_PassesRelevance() => AssertRelevance(
        Model().Node("Relu", "relu", ["x"], "r").Initializer("scale", [2f, 3], 2).Initializer("shift", [1f, -1], 2)
            .Initializer("mean", [0f, 0], 2).Initializer("variance", [1f, 1], 2)
            .Node("BatchNormalization", "norm", ["r", "scale", "shift", "mean", "variance"], "y"),
        [3, 7, -1, 17]);

    [Fact]
    public void PaddingWithZeros_PassesRelevance() => AssertRelevance(
        Model().Initializer("pads", [0L, 0, 0, 1, 0, 0, 0, 1], 8).Node("Pad", "pad", ["x", "pads"], "y"), [1, 3, -2, 6]);

    public static TheoryData<string> OtherOperators =>
        ["Attention", "RotaryEmbedding", "DeformConv", "GridSample", "RoiAlign", "SkipLayerNormalization", "FusedMatMul", "BiasGelu"];

    [Theory]
    [MemberData(nameof(OtherOperators))]
    public void OperatorsOfOtherKinds_LoseNothing(string operatorType)
    {
        SmallModel model = ExtraRulesCheck.Image(1, 6, 8, opset: operatorType is "Attention" or "RotaryEmbedding" ? 23 : 19);
        (NodeProto node, long?[] shape) = Other(model, operatorType);
        using CnnModel loaded = model.With(proto => proto.Graph.Node.Add(node)).Output("y", DataType.Float, shape).Load(Raw);
        ImageTensor image = new(Numbers.Seeded(48, 3), new ImageShape(1, 6, 8, TensorLayout.Nchw));
        int outputs = loaded.Output.Shape.Skip(1).Aggregate(1, (product, size) => product * size);
        Target all = Target.WeightedSum("all", [.. Enumerable.Repeat(1f, outputs)]);

        Explanation explanation = loaded.Explain(image).For(all).Lrp(new() { Composite = LrpComposite.Epsilon });

        float[] map = explanation.Map.Values.ToArray();
        Assert.InRange(Math.Abs(map.Sum() - explanation.Target.Score), 0, 1e-4 * map.Sum(Math.Abs));
    }

    [Fact]
    public void QuantisedConvolution_IsRefusedByName()
    {
        using CnnModel model = QuantisedConvolution().Load(Raw);

        NoGradientException refused = Assert.Throws<NoGradientException>(() => Explain(model));

        Assert.DoesNotContain("GradientRules.With", refused.Message, StringComparison.Ordinal);
        Assert.Contains("No relevance passes node 'layer' (QLinearConv, opset 17): relevance propagation has no rule for it.", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A rule for gradients says nothing about relevance.</summary>
    [Theory]
    [InlineData(true, "No relevance passes node 'own' (Det, opset 17): relevance propagation has no rule for it.")]
    [InlineData(false, "No relevance rule for operator 'Det' (opset 17), needed by node 'own'.")]
    public void OperatorOfTheUsersOwn_IsRefusedByName(bool hasRule, string message)
    {
        using CnnModel model = Model().Initializer("square", [-1L, 2, 2], 3).Node("Reshape", "matrix", ["image", "square"], "m").Node("Det", "own", ["m"], "y")
            .Output("y", DataType.Float, [null]).Load(Raw);
        GradientRules rules = hasRule ? GradientRules.Standard.With("Det", 11, g => g.X(0)) : GradientRules.Standard;
        Explainer explainer = model.Explain(Image).For(Target.WeightedSum("all", [1])).WithRules(rules);

        string relevance = Assert.Throws<NoGradientException>(() => explainer.Lrp()).Message;
        string multipliers = Assert.Throws<NoGradientException>(() => explainer.DeepLift()).Message;

        Assert.Contains(message, relevance, StringComparison.Ordinal);
        Assert.EndsWith("Use a gradient-free method such as Occlusion() or FiniteDifferences().", relevance, StringComparison.Ordinal);
        Assert.Contains(hasRule ? "No multiplier passes node 'own'" : "No multiplier rule for operator 'Det'", multipliers, StringComparison.Ordinal);
        Assert.EndsWith("Use a gradient-free method such as Occlusion() or FiniteDifferences().", multipliers, StringComparison.Ordinal);
    }

    // What the user's table closes gets no share that would be lost there.
    [Fact]
    public void Sum_WithWhatTheUsersRulesClose_GoesToTheOther()
    {
        using CnnModel model = Model().Node("Sigmoid", "closed", ["x"], "s").Node("Add", "sum", ["x", "s"], "y").Output("y", DataType.Float, null, 2, 1, 2).Load(Raw);

        Explanation explanation = model.Explain(Image).For(Target.WeightedSum("all", [1, 1, 1, 1])).WithRules(GradientRules.Standard.WithZero("Sigmoid"))
            .Lrp(new() { Composite = LrpComposite.Epsilon });

        Agreement.Within(1e-5, Scores(x => x + Sigmoid(x)), explanation.Map.Elements, "relevance");
    }

    private static CnnModelOptions Raw => new() { OutputForm = OutputForm.Raw, Layout = TensorLayout.Nchw };

    private static (NodeProto Node, long?[] Shape) Other(SmallModel model, string operatorType)
    {
        switch (operatorType)
        {
            case "Attention":
                return (Node("Attention", ["image", "image", "image"]), [null, 1, 6, 8]);
            case "RotaryEmbedding":
                model.Initializer("places", [0L, 1, 2, 3, 4, 5], 1, 6)
                    .Initializer("cosines", Numbers.Seeded(24, 1), 6, 4).Initializer("sines", Numbers.Seeded(24, 2), 6, 4);
                return (Node("RotaryEmbedding", ["image", "cosines", "sines", "places"]), [1, 1, 6, 8]);
            case "DeformConv":
                model.Initializer("kernel", Numbers.Seeded(8, 1), 2, 1, 2, 2).Initializer("offsets", new float[8 * 35], 1, 8, 5, 7);
                return (Node("DeformConv", ["image", "kernel", "offsets"]), [1, 2, 5, 7]);
            case "GridSample":
                model.Initializer("grid", [.. Numbers.Seeded(12, 1).Select(value => value / 2)], 1, 2, 3, 2);
                return (Node("GridSample", ["image", "grid"]), [1, 1, 2, 3]);
            case "RoiAlign":
                model.Initializer("regions", [1f, 1, 6, 4], 1, 4).Initializer("images", [0L], 1);
                return (Node("RoiAlign", ["image", "regions", "images"], ("output_height", 2), ("output_width", 2), ("sampling_ratio", 2)), [1, 1, 2, 2]);
            case "SkipLayerNormalization":
                model.Initializer("rows", [-1L, 6, 8], 3).Initializer("gamma", Numbers.Seeded(8, 1), 8).Node("Reshape", "reshape", ["image", "rows"], "x")
                    .Node("Sin", "sin", ["x"], "skip");
                return (Microsoft("SkipLayerNormalization", ["x", "skip", "gamma"]), [null, 6, 8]);
            case "FusedMatMul":
                model.Initializer("weights", Numbers.Seeded(24, 1), 3, 8);
                return (Microsoft("FusedMatMul", ["image", "weights"], ("transB", 1), ("alpha", 2f)), [null, 1, 6, 3]);
            default:
                model.Initializer("bias", Numbers.Seeded(8, 1), 8);
                return (Microsoft("BiasGelu", ["image", "bias"]), [null, 1, 6, 8]);
        }
    }

    private static NodeProto Node(string operatorType, string[] inputs, params (string Name, object Value)[] attributes) =>
        GraphEdits.NewNode(operatorType, "op", inputs, "y", ExtraRulesCheck.Attributes(attributes));

    private static NodeProto Microsoft(string operatorType, string[] inputs, params (string Name, object Value)[] attributes)
    {
        NodeProto node = Node(operatorType, inputs, attributes);
        node.Domain = "com.microsoft";
        return node;
    }

    private static SmallModel QuantisedConvolution()
    {
        TensorProto Codes(string name, params long[] shape) => new() { Name = name, DataType = (int)DataType.Int8, Dims = { shape }, Int32Data = { Enumerable.Repeat(name == "zero" ? 0 : 3, (int)shape.Aggregate(1L, (a, b) => a * b)) } };
        return Model().Initializer("scale", [0.1f]).With(proto => proto.Graph.Initializer.Add([Codes("zero"), Codes("kernel", 1, 2, 1, 1)]))
            .Node("QuantizeLinear", "quantise", ["x", "scale", "zero"], "codes")
            .Node("QLinearConv", "layer", ["codes", "scale", "zero", "kernel", "scale", "zero", "scale", "zero"], "sums")
            .Node("DequantizeLinear", "dequantise", ["sums", "scale", "zero"], "y")
            .Output("y", DataType.Float, null, 1, 1, 2);
    }

    /// <summary>Two channels of two places.</summary>
    private static SmallModel Model() => new SmallModel().Input("image", DataType.Float, null, 1, 2, 2)
        .Initializer("rows_as_channels", [-1L, 2, 1, 2], 4).Node("Reshape", "reshape", ["image", "rows_as_channels"], "x");

    private static double[] Scores(Func<double, double> function) => [.. Image.Values.ToArray().Select(value => function(value))];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Relevance starts as y, all of it.</summary>
    private static void AssertRelevance(SmallModel model, double[] expected)
    {
        long?[] shape = model.Proto.Graph.Node[^1].OpType switch
        {
            "GlobalAveragePool" or "GlobalMaxPool" or "MatMul" => [null, 2, 1, 1],
            "Pad" => [null, 2, 1, 4],
            _ => [null, 2, 1, 2],
        };
        using CnnModel loaded = model.Output("y", DataType.Float, shape).Load(Raw);

        Agreement.Within(1e-5, expected, Explain(loaded), "relevance");
    }

    private static float[] Explain(CnnModel model)
    {
        int outputs = model.Output.Shape.Skip(1).Aggregate(1, (product, size) => product * size);
        Target all = Target.WeightedSum("all", [.. Enumerable.Repeat(1f, outputs)]);
        return model.Explain(Image).For(all).Lrp(new() { Composite = LrpComposite.Epsilon }).Map.Elements.ToArray();
    }
}
