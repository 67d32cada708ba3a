using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

/// <summary>What must be true of every method, whatever it computes.</summary>
public class MethodLawsTests
{
    // Enough passes for a map, few enough for a test.
    private static readonly Dictionary<string, string> Quick = new()
    {
        ["samples"] = "24",
        ["masks"] = "64",
        ["steps"] = "6",
        ["window"] = "4",
        ["blocks"] = "4",
        ["grid"] = "4",
        ["max-evaluations"] = "60",
    };

    // They look at what the layer sees, or rank channels among themselves, whatever the scores are.
    private static readonly string[] DoNotNeedScores = ["eigen-cam", "random-cam", "score-cam"];

    // Their random masks, or segments with ties, are not mirrored.
    private static readonly string[] BreakSymmetry =
    [
        "expected-gradients", "gradient-shap", "kernel-shap", "lime", "random-cam", "rise", "shapley-sampling", "smooth-grad", "smooth-grad-cam-plus-plus",
        "smooth-grad-squared", "var-grad",
    ];

    public static TheoryData<string> Names => [.. ExplanationMethod.All.Select(method => method.Name)];

    public static TheoryData<string> NamesThatNeedScores => [.. ExplanationMethod.All.Select(method => method.Name).Except(DoNotNeedScores)];

    public static TheoryData<string> DeterministicNames => [.. ExplanationMethod.All.Select(method => method.Name).Except(BreakSymmetry)];

    public static TheoryData<string> NamesThatNeedOnlyScores =>
        [.. ExplanationMethod.All.Where(method => !method.NeedsGradients && !method.NeedsLayers).Select(method => method.Name)];

    public static TheoryData<string> NamesThatNeedAModel =>
        [.. ExplanationMethod.All.Where(method => method.NeedsGradients || method.NeedsLayers).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Map_OfTheSameSeed_IsTheSame(string method)
    {
        using CnnModel model = PoolingNetwork.Create().Load();

        Assert.Equal(Explain(model, method).Map.Values.ToArray(), Explain(model, method).Map.Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Map_OfOtherBatchSizesAndThreads_IsTheSame(string method)
    {
        using CnnModel one = PoolingNetwork.Create().Load(new() { Execution = new() { BatchSize = 1, Threads = 1 } });
        using CnnModel many = PoolingNetwork.Create().Load(new() { Execution = new() { BatchSize = 32, Threads = 2 } });

        Agreement.Within(1e-5, Explain(one, method).Map.Values.ToArray(), Explain(many, method).Map.Values, method);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Maps_OfSeveralTargets_AreThoseOfEach(string method)
    {
        using CnnModel model = PoolingNetwork.Create().Load();

        Explanation together = Explain(model, method, 2, 0);

        Agreement.Within(1e-5, Explain(model, method, 2).Map.Values.ToArray(), together.Maps[0].Values, method);
        Agreement.Within(1e-5, Explain(model, method, 0).Map.Values.ToArray(), together.Maps[1].Values, method);
    }

    [Theory]
    [MemberData(nameof(NamesThatNeedScores))]
    public void Map_OfAConstantModel_IsZero(string method)
    {
        using CnnModel model = PoolingNetwork.Constant().Load();

        Assert.All(Explain(model, method).Map.Values.ToArray(), value => Assert.Equal(0, value, 1e-6));
    }

    [Theory]
    [MemberData(nameof(DeterministicNames))]
    public void Map_OfTheMirroredImageBySymmetricNetwork_IsMirrored(string method)
    {
        using CnnModel model = PoolingNetwork.Symmetric().Load();
        ImageTensor mirrored = Mirrored(PoolingNetwork.Image);

        Heatmap map = Explain(model, method).Map;
        Heatmap other = Recipe(method)(model.Explain(mirrored).For(2)).Map;

        float[] back = [.. Enumerable.Range(0, map.Values.Length).Select(i => other[i / map.Width, map.Width - 1 - (i % map.Width)])];
        Agreement.Within(1e-4, map.Values.ToArray(), back, method);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Progress_GoesUpToItsTotal(string method)
    {
        using CnnModel model = PoolingNetwork.Create().Load();
        var log = new ProgressLog();

        Recipe(method)(model.Explain(PoolingNetwork.Image).ReportTo(log));

        Assert.NotEmpty(log.Reports);
        Assert.Equal(log.Reports.Select(report => report.Done).Order(), log.Reports.Select(report => report.Done));
        Assert.Equal(log.Reports[^1].Total, log.Reports[^1].Done);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Method_Cancelled_Throws(string method)
    {
        using CnnModel model = PoolingNetwork.Create().Load();
        using var source = new CancellationTokenSource();
        var cancelling = new ProgressLog { OnReport = source.Cancel };

        OperationCanceledException thrown = Assert.ThrowsAny<OperationCanceledException>(
            () => Recipe(method, source.Token)(model.Explain(PoolingNetwork.Image).ReportTo(cancelling)));

        Assert.Equal(source.Token, thrown.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(NamesThatNeedOnlyScores))]
    public void Method_ThatNeedsOnlyScores_ExplainsABlackBox(string method)
    {
        using CnnModel model = PoolingNetwork.Create().Load();
        Explainer blackBox = Explainer.ForScores(
            PoolingNetwork.Image,
            batch => [.. Enumerable.Range(0, batch.Count).Select(i => Logits(model, batch.Slice(i)))],
            new() { ScoreKind = ScoreKind.Logit });

        Agreement.Within(1e-3, Explain(model, method).Map.Values.ToArray(), Recipe(method)(blackBox.For(2)).Map.Values, method);
    }

    [Theory]
    [MemberData(nameof(NamesThatNeedAModel))]
    public void Method_ThatNeedsAModel_RefusesABlackBoxInWords(string method)
    {
        Explainer blackBox = Explainer.ForScores(PoolingNetwork.Image, batch => [.. Enumerable.Repeat(new float[] { 0.5f, 0.5f }, batch.Count)]);

        NoGradientException refused = Assert.Throws<NoGradientException>(() => Recipe(method)(blackBox.For(1)));

        Assert.Contains("only its scores are known", refused.Message, StringComparison.Ordinal);
    }

    private static Explanation Explain(CnnModel model, string method, params int[] classes)
    {
        Target[] targets = [.. (classes.Length > 0 ? classes : [2]).Select(index => (Target)index)];
        return Recipe(method)(model.Explain(PoolingNetwork.Image).For(targets));
    }

    private static Func<Explainer, Explanation> Recipe(string name, CancellationToken cancellationToken = default)
    {
        ExplanationMethod method = ExplanationMethod.Get(name);
        return method.Recipe(Quick.Where(setting => method.OptionNames.Contains(setting.Key)), cancellationToken);
    }

    private static float[] Logits(CnnModel model, ImageTensor image)
    {
        float[] weights = new float[4];
        float[] logits = new float[4];
        for (int i = 0; i < 4; i++)
        {
            Array.Clear(weights);
            weights[i] = 1;
            logits[i] = model.Explain(image).For(Target.WeightedSum("logit", weights)).Run("score", new { }, Nothing).Target.Score;
        }

        return logits;
    }

    private static IReadOnlyList<Heatmap> Nothing(ExplanationContext context) => [new Heatmap([0], 1, 1, MapScaling.Symmetric)];

    private static ImageTensor Mirrored(ImageTensor image)
    {
        ImageShape shape = image.Shape;
        float[] values = new float[shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            int x = i % shape.Width;
            values[i] = image.Values[i - x + shape.Width - 1 - x];
        }

        return new ImageTensor(values, shape);
    }

    private sealed class ProgressLog : IProgress<ExplanationProgress>
    {
        public List<ExplanationProgress> Reports { get; } = [];

        public Action? OnReport { get; init; }

        public void Report(ExplanationProgress value)
        {
            Reports.Add(value);
            OnReport?.Invoke();
        }
    }
}
