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
}
