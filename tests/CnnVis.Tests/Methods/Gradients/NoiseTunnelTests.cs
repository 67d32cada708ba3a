using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods.Gradients;

public class NoiseTunnelTests
{
    [Fact]
    public void SmoothGrad_WithoutNoise_IsTheGradient()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));

        float[] smooth = explainer.SmoothGrad(new() { NoiseLevel = 0, Samples = 3 }).Map.Elements.ToArray();

        Agreement.Within(1e-6, explainer.Gradient().Map.Elements.ToArray(), smooth, "gradient");
    }

    [Fact]
    public void SmoothGradSquared_IsTheSquareOfSmoothGradAndVarGrad()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));

        float[] mean = explainer.SmoothGrad().Map.Elements.ToArray();
        float[] squares = explainer.SmoothGradSquared().Map.Elements.ToArray();
        float[] variance = explainer.VarGrad().Map.Elements.ToArray();

        Assert.Contains(variance, value => value > 0.001f);
        Agreement.Within(1e-6, squares, [.. mean.Zip(variance, (m, v) => (m * m) + v)], "mean of squares");
    }

    [Fact]
    public void VarGrad_OfALinearModel_IsZero()
    {
        ImageShape shape = SmallNetwork.Shape;
        using CnnModel model = SmallModel.ScoringPixels(shape, Numbers.Seeded(shape.ElementCount * 3, 5), 3).Load();

        Explanation explanation = model.Explain(SmallNetwork.Images(1)).For(1).VarGrad();

        Assert.All(explanation.Map.Elements.ToArray(), value => Assert.Equal(0, value, 1e-12));
        Assert.False(explanation.Map.IsSigned);
    }

    // f = a b + a^3: the gradient is (b + 3 a^2, a), and E[(a + e)^2] = a^2 + s^2.
    [Fact]
    public void SmoothGrad_OfAPolynomial_ApproachesItsExpectation()
    {
        using CnnModel model = PolynomialModel.ProductAndCube();
        Explainer explainer = model.Explain(PolynomialModel.Image(2, 3)).For(0);
        const float Deviation = 0.5f;

        Explanation smooth = explainer.SmoothGrad(new() { Samples = 20000, NoiseLevel = Deviation });
        Explanation variance = explainer.VarGrad(new() { Samples = 20000, NoiseLevel = Deviation });

        Assert.Equal(3 + (3 * (4 + (Deviation * Deviation))), smooth.Map.Elements[0], 0.15);
        Assert.Equal(2, smooth.Map.Elements[1], 0.015);
        Assert.Equal(Deviation * Deviation, variance.Map.Elements[1], 0.01);
    }

    [Theory]
    [InlineData("gradient")]
    [InlineData("saliency")]
    [InlineData("input-x-gradient")]
    [InlineData("guided-backprop")]
    [InlineData("deconvnet")]
    [InlineData("integrated-gradients:3")]
    public void SmoothGrad_OfAnyBatchSize_IsTheSame(string around)
    {
        var options = new SmoothGradOptions { Samples = 9, Around = Attribution.Parse(around, null) };
        var reference = new ReferenceCase("vgg");

        float[][] maps =
        [
            .. new[] { 1, 32 }.Select(size => ReferenceMaps.Elements(reference, explainer => explainer.SmoothGrad(options), new() { Execution = new() { BatchSize = size } })),
        ];

        Agreement.Within(1e-5, maps[0], maps[1], around);
    }

    [Theory]
    [InlineData("saliency")]
    [InlineData("input-x-gradient")]
    [InlineData("guided-backprop")]
    [InlineData("integrated-gradients:4")]
    public void SmoothGrad_WithoutNoise_IsWhatItIsAround(string around)
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));
        Explanation expected = around switch
        {
            "saliency" => explainer.Saliency(new() { Reduction = ChannelReduction.Sum }),
            "input-x-gradient" => explainer.InputXGradient(),
            "guided-backprop" => explainer.GuidedBackprop(),
            _ => explainer.IntegratedGradients(new() { Steps = 4 }),
        };

        Explanation smooth = explainer.SmoothGrad(new() { NoiseLevel = 0, Samples = 2, Around = Attribution.Parse(around, null) });

        Agreement.Within(1e-6, expected.Map.Elements.ToArray(), smooth.Map.Elements, around);
        Assert.Equal(expected.Map.IsSigned, smooth.Map.IsSigned);
    }

    [Fact]
    public void SmoothGrad_OfAnotherSeed_IsAnotherMap()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));

        float[] first = explainer.SmoothGrad().Map.Elements.ToArray();

        Assert.Equal(first, explainer.SmoothGrad().Map.Elements.ToArray());
        Assert.NotEqual(first, explainer.SmoothGrad(new() { Seed = 1 }).Map.Elements.ToArray());
    }

    [Fact]
    public void SmoothGrad_AroundAnAttributionOfOnesOwn_AveragesIt()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));
        var doubled = Attribution.Of("doubled", (context, batch, count) =>
            [.. context.Gradients(batch, count).Select(gradients => Array.ConvertAll(gradients, value => 2 * value))]);

        Explanation explanation = explainer.SmoothGrad(new() { Around = doubled });

        Agreement.Within(
            1e-6, explainer.SmoothGrad().Map.Elements.ToArray().Select(value => 2 * value), explanation.Map.Elements, "doubled");
        Assert.Equal("doubled", explanation.Options["around"]);
    }

    [Fact]
    public void SmoothGrad_Counts_APassForEachSample()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        Explanation explanation = model.Explain(SmallNetwork.Images(1)).For(0, 1).SmoothGrad(new() { Samples = 9 });

        Assert.Equal((10, 18), (explanation.ForwardPasses, explanation.BackwardPasses));
    }

    [Fact]
    public void Options_New_AreThePapers()
    {
        var options = new SmoothGradOptions();

        Assert.Equal((25, 0.15f, 0, Attribution.Gradient), (options.Samples, options.NoiseLevel, options.Seed, options.Around));
        Assert.Equal((25, 0.15f), (new VarGradOptions().Samples, new SmoothGradSquaredOptions().NoiseLevel));
    }

    [Theory]
    [InlineData(0, 0.1f, "Samples is 0; it must be at least 1.")]
    [InlineData(5, -0.1f, "NoiseLevel is -0.1; it must be a part of the range of the image's values, for example 0.15.")]
    [InlineData(5, float.NaN, "NoiseLevel is NaN; it must be a part of the range of the image's values, for example 0.15.")]
    public void ImpossibleOptions_Throw(int samples, float noise, string message)
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => explainer.SmoothGrad(new() { Samples = samples, NoiseLevel = noise })).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => explainer.VarGrad(new() { Samples = samples, NoiseLevel = noise })).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => explainer.SmoothGradSquared(new() { Samples = samples, NoiseLevel = noise })).Message);
    }
}
