using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

/// <summary>What must be true of every method's cost.</summary>
public class CostLawsTests
{
    private static readonly Dictionary<string, string> Quick = new()
    {
        ["samples"] = "24",
        ["masks"] = "1100",
        ["steps"] = "6",
        ["window"] = "4",
        ["blocks"] = "4",
        ["grid"] = "4",
        ["max-evaluations"] = "60",
    };

    private static readonly string[] StopWhenGoodEnough = ["partition-shap", "rise"];

    public static TheoryData<string> Names => [.. ExplanationMethod.All.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Estimate_CountsThePassesThatTheExplanationTakes(string method)
    {
        using CnnModel model = PoolingNetwork.Create().Load(new() { Execution = new() { BatchSize = 5 } });
        Explainer explainer = model.Explain(PoolingNetwork.Image).For(2, 0);

        ExplanationEstimate estimate = explainer.Estimate(Recipe(method));
        Explanation explanation = Recipe(method)(explainer);

        Assert.Equal(StopWhenGoodEnough.Contains(method), estimate.IsUpperBound);
        Assert.InRange(explanation.ForwardPasses, estimate.IsUpperBound ? 1 : estimate.ForwardPasses, estimate.ForwardPasses);
        Assert.Equal(explanation.BackwardPasses, estimate.BackwardPasses);
        Assert.True(estimate.Duration > TimeSpan.Zero, $"{estimate.Duration}");
        Assert.True(estimate.Bytes > PoolingNetwork.Shape.ElementCount * sizeof(float), $"{estimate.Bytes}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SecondExplanation_MakesNoSession(string method)
    {
        int sessions = 0;
        using CnnModel model = PoolingNetwork.Create().Load(new() { Execution = new() { ConfigureSession = _ => sessions++ } });
        Recipe(method)(model.Explain(PoolingNetwork.Image));
        int made = sessions;

        Recipe(method)(model.Explain(PoolingNetwork.Image));

        Assert.Equal(made, sessions);
    }

    [Fact]
    public void SecondExplanation_OfAPicture_DoesNotPreprocessIt()
    {
        using CnnModel model = PoolingNetwork.Create().Load(new() { Preprocessing = Preprocessing.ZeroToOne });
        var picture = new RgbImage(2, 1, [1, 2, 3, 4, 5, 6]);

        Assert.Same(model.ToTensor(picture), model.ToTensor(picture));
        Assert.NotSame(model.ToTensor(picture), model.ToTensor(new RgbImage(2, 1, [1, 2, 3, 4, 5, 6])));
    }

    [Theory]
    [InlineData(IncrementalCost.Pays, "Each window computes")]
    [InlineData(IncrementalCost.TooFewWindows, "Every window runs through the whole network, because there are too few windows")]
    [InlineData(IncrementalCost.LargeWindow, "Every window runs through the whole network, because windows of this size change most")]
    public void Estimate_OfOcclusion_SaysWhatAWindowComputes(IncrementalCost cost, string says)
    {
        using CnnModel model = LongNetwork().Load();
        var image = new ImageTensor(Numbers.Seeded(3 * 64 * 64, 5), model.ImageInput.Shape);
        OcclusionOptions options = cost switch
        {
            IncrementalCost.Pays => new() { Window = 4, Stride = 2 },
            IncrementalCost.TooFewWindows => new() { Window = 40, Stride = 40 },
            _ => new() { Window = 60, Stride = 1 },
        };

        ExplanationEstimate estimate = model.Explain(image).Estimate(e => e.Occlusion(options));

        Assert.StartsWith(says, estimate.Notes[0], StringComparison.Ordinal);
        Assert.Equal(model.Explain(image).Occlusion(options).ForwardPasses, estimate.ForwardPasses);
    }

    [Theory]
    [InlineData("occlusion")]
    [InlineData("integrated-gradients")]
    [InlineData("ablation-cam")]
    [InlineData("lrp")]
    public void Explanation_AfterAnEstimate_MakesNoSession(string method)
    {
        int sessions = 0;
        using CnnModel model = PoolingNetwork.Create().Load(new() { Execution = new() { ConfigureSession = _ => sessions++ } });
        model.Explain(PoolingNetwork.Image).Estimate(Recipe(method));
        int made = sessions;

        Recipe(method)(model.Explain(PoolingNetwork.Image));

        Assert.Equal(made, sessions);
    }

    [Fact]
    public void Estimate_OfScores_CallsTheFunctionForAFewImages()
    {
        int images = 0;
        Explainer explainer = Explainer.ForScores(PoolingNetwork.Image, batch =>
        {
            images += batch.Count;
            return [.. Enumerable.Range(0, batch.Count).Select(i => new[] { batch.Slice(i).Values[0], 1f })];
        });

        ExplanationEstimate estimate = explainer.Estimate(e => e.Rise(new() { Masks = 300, SettledBelow = 0 }));

        Assert.Equal(301, estimate.ForwardPasses);
        Assert.False(estimate.IsUpperBound);
        Assert.InRange(images, 1, 4);
    }

    [Fact]
    public void Estimate_OfAMethodOfYourOwn_CountsWhatItMayTake()
    {
        Func<Explainer, Explanation> own = explainer => explainer.Run("Halving", new { }, context =>
        {
            ImageBatch batch = context.NewBatch();
            for (int i = 0; i < 10 && !context.MayStop(context.Score(batch, 3)[0][0] < 1000); i++)
            {
                context.Gradients(batch, 2);
            }

            return [new Heatmap(new float[4], 2, 2, MapScaling.Symmetric)];
        });
        using CnnModel model = PoolingNetwork.Create().Load();
        Explainer image = model.Explain(PoolingNetwork.Image);

        ExplanationEstimate estimate = image.Estimate(own);

        Assert.Equal((51, 20), (estimate.ForwardPasses, estimate.BackwardPasses));
        Assert.True(estimate.IsUpperBound);
        Assert.Equal(4, own(image).ForwardPasses);
    }

    [Fact]
    public void Estimate_AboveTheMemoryLimit_FailsAsTheExplanationWould()
    {
        using CnnModel model = PoolingNetwork.Create().Load(new() { Execution = new() { MemoryLimit = 1 << 10 } });

        CnnVisException refused = Assert.ThrowsAny<CnnVisException>(() => model.Explain(PoolingNetwork.Image).Estimate(e => e.Gradient()));

        Assert.Contains("at least", refused.Message, StringComparison.Ordinal);
    }

    private static Func<Explainer, Explanation> Recipe(string name)
    {
        var method = ExplanationMethod.Get(name);
        return method.Recipe(Quick.Where(option => method.OptionNames.Contains(option.Key)));
    }

    private static SmallModel LongNetwork() => Enumerable.Range(0, 4)
        .Aggregate(
            new SmallModel().Input("image", TensorProto.Types.DataType.Float, null, 3, 64, 64),
            (model, layer) => model
                .Initializer($"kernel{layer}", Numbers.Seeded((layer == 0 ? 3 : 8) * 8 * 9, layer), 8, layer == 0 ? 3 : 8, 3, 3)
                .Node("Conv", $"conv{layer}", [layer == 0 ? "image" : $"r{layer - 1}", $"kernel{layer}"], $"c{layer}", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
                .Node("Relu", $"relu{layer}", [$"c{layer}"], $"r{layer}"))
        .Node("GlobalAveragePool", "pool", ["r3"], "p")
        .Node("Flatten", "flatten", ["p"], "logits")
        .Output("logits", TensorProto.Types.DataType.Float, null, 8);

    public enum IncrementalCost
    {
        Pays,
        TooFewWindows,
        LargeWindow,
    }
}
