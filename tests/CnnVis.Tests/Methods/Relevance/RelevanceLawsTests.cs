using CnnVis.Methods;
using CnnVis.Tests.Support;

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
