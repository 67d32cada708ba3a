using CnnVis.Methods;
using CnnVis.Onnx;
using CnnVis.Tests.Differentiation;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Methods.Relevance;

/// <summary>What theory says about maps of relevance, over random networks.</summary>
public class RelevanceLawsTests
{
    private const int Networks = 12;

    [Theory]
    [InlineData(LrpComposite.EpsilonPlus)]
    [InlineData(LrpComposite.EpsilonPlusFlat)]
    [InlineData(LrpComposite.EpsilonGammaBox)]
    [InlineData(LrpComposite.ExcitationBackprop)]
    [InlineData(LrpComposite.DeepTaylor)]
    public void Relevance_WithoutBiases_AddsUpToTheScore(LrpComposite composite) => Check(choices =>
    {
        using CnnModel model = RelevanceNetwork.Load(choices, hasBiases: false);
        Explanation explanation = model.Explain(Image).For(1).Lrp(new() { Composite = composite });

        float[] map = explanation.Map.Values.ToArray();
        AssertAddsUp(explanation.Target.Score, map, 1e-4);
    });

    /// <summary>Where every unit sees something that raises it and something that lowers it: a convolution of the image's own numbers.</summary>
    [Theory]
    [InlineData(LrpComposite.EpsilonPlus)]
    [InlineData(LrpComposite.EpsilonGammaBox)]
    [InlineData(LrpComposite.EpsilonAlpha2Beta1)]
    [InlineData(LrpComposite.EpsilonAlpha2Beta1Flat)]
    [InlineData(LrpComposite.ExcitationBackprop)]
    public void Relevance_OfBiasesIgnored_AddsUpToTheScore(LrpComposite composite) => Check(choices =>
    {
        using CnnModel model = RelevanceNetwork.Load(choices.Select(choice => RelevanceNetwork.OneConvolution[choice % 3]), hasBiases: true);
        Explanation explanation = model.Explain(Image).For(1).Lrp(new() { Composite = composite, Bias = LrpBias.Ignore });

        AssertAddsUp(explanation.Target.Score, explanation.Map.Values.ToArray(), 1e-4);
    });

    [Fact]
    public void Epsilon_OnReluNetworksWithoutBiases_IsInputTimesGradient() => Check(choices =>
    {
        using CnnModel model = RelevanceNetwork.Load(choices, hasBiases: false);
        // Large numbers, beside which the stabilisers are nothing.
        float[] pixels = [.. Image.Values.ToArray().Select(value => 1000 * value)];
        Explainer explainer = model.Explain(new ImageTensor(pixels, Image.Shape)).For(1);
        float[] expected = [.. explainer.Gradient().Map.Elements.ToArray().Zip(pixels, (gradient, x) => gradient * x)];

        Agreement.Within(1e-4, expected, explainer.Lrp(new() { Composite = LrpComposite.Epsilon }).Map.Elements, "epsilon");
    });

    public static TheoryData<string> BehindRelu => ["BatchNormalization", "Resize", "Add", "MaxPool", "Relu"];

    /// <summary>Behind a ReLU, what passes or spreads relevance gives it to units that are switched off as well.</summary>
    [Theory]
    [MemberData(nameof(BehindRelu))]
    public void Gamma_WithOtherLayersBehindTheRelu_AddsUpToTheScore(string operatorType)
    {
        SmallModel small = new SmallModel()
            .Input("image", DataType.Float, null, 3, 6, 8)
            .Initializer("first", Numbers.Seeded(4 * 3 * 9, 1), 4, 3, 3, 3)
            .Initializer("middle", Numbers.Seeded(4 * 4 * 9, 2), 4, 4, 3, 3)
            .Initializer("last", Numbers.Seeded(2 * 4 * 9, 3), 2, 4, 3, 3)
            .Node("Conv", "conv1", ["image", "first"], "a")
            .Node("Relu", "relu1", ["a"], "b")
            .Node("Conv", "conv2", ["b", "middle"], "c", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
            .Node("Relu", "relu2", ["c"], "d");
        small = operatorType switch
        {
            "BatchNormalization" => small.Initializer("gamma", [1f, 2, 3, 4], 4).Initializer("beta", [1f, -1, 0.5f, 2], 4)
                .Initializer("mean", [0f, 0, 0, 0], 4).Initializer("variance", [1f, 1, 1, 1], 4)
                .Node("BatchNormalization", "behind", ["d", "gamma", "beta", "mean", "variance"], "e"),
            "Resize" => small.Initializer("scales", [1f, 1, 2, 2], 4).Node("Resize", "behind", ["d", "", "scales"], "e", [.. ExtraRulesCheck.Attributes(("mode", "linear"))]),
            "Add" => small.Initializer("constant", [0.7f], 1).Node("Add", "behind", ["d", "constant"], "e"),
            "MaxPool" => small.Node("MaxPool", "behind", ["d"], "e", GraphEdits.IntsAttribute("kernel_shape", [2, 2])),
            _ => small.Node("Relu", "behind", ["d"], "e"),
        };
        using CnnModel model = small.Node("Conv", "conv3", ["e", "last"], "f").Node("GlobalAveragePool", "mean_of", ["f"], "logits")
            .Output("logits", DataType.Float, null, 2, 1, 1).Load(new() { OutputKind = OutputKind.Logits });

        Explanation explanation = model.Explain(SmallNetwork.Images(1)).For(1).Lrp(new() { Composite = LrpComposite.EpsilonGammaBox, Low = -2, High = 2 });

        AssertAddsUp(explanation.Target.Score, explanation.Map.Elements.ToArray(), 1e-4);
    }

    [Fact]
    public void Relevance_OfAFixedBatch_IsThatOfOneImage()
    {
        using CnnModel free = SmallNetwork.Create().Load();
        using CnnModel two = SmallNetwork.Create(batch: 2).Load();
        ImageTensor image = SmallNetwork.Images(1);

        float[] expected = free.Explain(image).For(1).Lrp().Map.Elements.ToArray();

        Agreement.Within(1e-6, expected, two.Explain(image).For(1).Lrp().Map.Elements, "map");
    }

    [Fact]
    public void Relevance_OfSeveralImages_IsThatOfEach()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        ImageTensor images = SmallNetwork.Images(3);
        GradientRules rules = RelevanceRules.Of(GradientRules.Standard, new RelevanceSettings(LrpComposite.EpsilonGammaBox).ToComposite());

        float[] together = RelevanceRun.OfBatch(model, images, 1, rules);

        float[] apart = [.. Enumerable.Range(0, 3).SelectMany(i => RelevanceRun.OfBatch(model, images.Slice(i), 1, rules))];
        Agreement.Within(1e-6, apart, together, "maps");
    }

    private static ImageTensor Image { get; } = new(Numbers.Seeded(RelevanceNetwork.Shape.ElementCount, 12), RelevanceNetwork.Shape);

    private static void AssertAddsUp(float score, float[] map, double tolerance)
    {
        double magnitude = map.Sum(value => (double)Math.Abs(value));
        Assert.InRange(map.Sum(value => (double)value) - score, -tolerance * magnitude, tolerance * magnitude);
    }

    private static void Check(Action<int[]> law)
    {
        for (int seed = 0; seed < Networks; seed++)
        {
            law([.. Numbers.Seeded(3 + (seed % 6), seed).Select(value => (int)((value + 1) * 100))]);
        }
    }
}
