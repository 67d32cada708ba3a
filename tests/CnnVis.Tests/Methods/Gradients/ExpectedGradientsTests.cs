using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods.Gradients;

public class ExpectedGradientsTests
{
    [Fact]
    public void ExpectedGradients_FromOneBaseline_ApproachIntegratedGradients()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1)).For(1);
        double[] integrated = Array.ConvertAll(explainer.IntegratedGradients(new() { Steps = 500 }).Map.Elements.ToArray(), value => (double)value);

        double Distance(int samples) => Agreement.RelativeDistance(
            integrated, explainer.ExpectedGradients(new() { Samples = samples, Baselines = [Baseline.Zero] }).Map.Elements.ToArray());

        Assert.True(Distance(20) < 0.1, $"{Distance(20)}");
        Assert.True(Distance(2000) < 0.002, $"{Distance(2000)}");
    }

    // f(a, b) = a b + a^3 at (2, 3): from (0, 0) exactly 11 and 3, from (1, 1): a 2 + 7 = 9, b 2 * 1.5 = 3.
    [Fact]
    public void ExpectedGradients_FromTwoBaselines_ApproachTheHandWorkedMean()
    {
        using CnnModel model = PolynomialModel.ProductAndCube();

        Heatmap map = model.Explain(PolynomialModel.Image(2, 3)).For(0)
            .ExpectedGradients(new() { Samples = 20000, Baselines = [Baseline.Zero, Baseline.Constant(1)] }).Map;

        Assert.Equal((11 + 9) / 2.0, map.Elements[0], 0.15);
        Assert.Equal(3, map.Elements[1], 0.05);
    }

    [Fact]
    public void ExpectedGradients_OfFewerSamplesThanBaselines_UseSomeOfThem()
    {
        using CnnModel model = PolynomialModel.ProductAndCube();
        Baseline[] baselines = [.. Enumerable.Range(0, 40).Select(i => Baseline.Constant(i / 40f))];

        double[] ofA =
        [
            .. Enumerable.Range(0, 200).Select(seed => (double)model.Explain(PolynomialModel.Image(2, 3)).For(0)
                .ExpectedGradients(new() { Samples = 3, Seed = seed, Baselines = baselines }).Map.Elements[0]),
        ];

        // From (c, c): (2 - c) (3 + c) / 2 + 8 - c^3.
        Assert.Equal(Enumerable.Range(0, 40).Select(i => i / 40.0).Average(c => ((2 - c) * (3 + c) / 2) + 8 - (c * c * c)), ofA.Average(), 0.25);
    }

    [Fact]
    public void ExpectedGradients_SayTheirGap()
    {
        using CnnModel model = PolynomialModel.ProductAndCube();

        Explanation explanation = model.Explain(PolynomialModel.Image(2, 3)).For(0).ExpectedGradients(new() { Samples = 7, Baselines = [Baseline.Zero] });

        Assert.Contains("the score differs from the baseline's by 14: a gap of", explanation.Notes[^1], StringComparison.Ordinal);
        Assert.EndsWith("at 7 samples.", explanation.Notes[^1], StringComparison.Ordinal);
        Assert.Equal((9, 7), (explanation.ForwardPasses, explanation.BackwardPasses));
    }

    [Fact]
    public void GradientShap_WithoutNoise_IsExpectedGradients()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));

        float[] shap = explainer.GradientShap(new() { NoiseLevel = 0, Seed = 3 }).Map.Elements.ToArray();

        Assert.Equal(explainer.ExpectedGradients(new() { Seed = 3 }).Map.Elements.ToArray(), shap);
        Assert.NotEqual(explainer.GradientShap(new() { Seed = 3 }).Map.Elements.ToArray(), shap);
    }

    // f = a b + a^3: with noise e of deviation s the means over e are those of (a + e)(b + e') and (a + e)^3 = a^3 + 3 a s^2 + odd powers.
    [Fact]
    public void GradientShap_OfAPolynomial_AddsUpToTheExpectedScore()
    {
        using CnnModel model = PolynomialModel.ProductAndCube();

        Heatmap map = model.Explain(PolynomialModel.Image(2, 3)).For(0)
            .GradientShap(new() { Samples = 40000, NoiseLevel = 0.5f, Baselines = [Baseline.Zero] }).Map;

        Assert.Equal(6 + 8 + (3 * 2 * 0.25), map.Values.ToArray().Sum(), 0.25);
    }

    [Theory]
    [InlineData("expected-gradients")]
    [InlineData("gradient-shap")]
    public void Map_OfAnyBatchSize_IsTheSame(string method)
    {
        Func<Explainer, Explanation> recipe = ExplanationMethod.Get(method).Recipe(new Dictionary<string, string> { ["samples"] = "9" });
        var reference = new ReferenceCase("vgg");

        float[][] maps = [.. new[] { 1, 32 }.Select(size => ReferenceMaps.Elements(reference, recipe, new() { Execution = new() { BatchSize = size } }))];

        Agreement.Within(1e-5, maps[0], maps[1], method);
    }

    [Fact]
    public void Options_New_HaveABackgroundThatNeedsNoData()
    {
        Assert.Equal("0,mean,blur,noise", string.Join(',', new ExpectedGradientsOptions().Baselines));
        Assert.Equal((50, 0, 0.02f), (new GradientShapOptions().Samples, new GradientShapOptions().Seed, new GradientShapOptions().NoiseLevel));
    }

    [Fact]
    public void ImpossibleOptions_Throw()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));

        AssertRefused("Samples is 0; it must be at least 1.", () => explainer.ExpectedGradients(new() { Samples = 0 }));
        AssertRefused("Baselines needs at least one, and none may be null.", () => explainer.GradientShap(new() { Baselines = [] }));
        AssertRefused(
            "NoiseLevel is -1; it must be a part of the range of the image's values, for example 0.15.",
            () => explainer.GradientShap(new() { NoiseLevel = -1 }));
    }

    private static void AssertRefused(string message, Func<Explanation> explain) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(explain).Message);
}
