using CnnVis.Tests.Support;

namespace CnnVis.Tests.Explanations;

public class ExplainerTests
{
    private static readonly ImageShape Shape = new(3, 8, 8, TensorLayout.Nchw);
    private static readonly ImageTensor Image = new(Numbers.Seeded(Shape.ElementCount, 1).AsSpan(), Shape);

    [Fact]
    public void For_SeveralTargets_EqualOneAtATimeFromTheSamePasses()
    {
        using CnnModel model = Scoring();
        Explanation together = model.Explain(Image).For(0, 2, Target.Probability(1)).Occlusion();

        Assert.Equal(together.ForwardPasses, model.Explain(Image).For(0).Occlusion().ForwardPasses);
        Assert.Equal(model.Explain(Image).For(0).Occlusion().Map.Values.ToArray(), together.Maps[0].Values.ToArray());
        Assert.Equal(model.Explain(Image).For(2).Occlusion().Map.Values.ToArray(), together.Maps[1].Values.ToArray());
        Assert.Equal(model.Explain(Image).For(Target.Probability(1)).Occlusion().Map.Values.ToArray(), together.Maps[2].Values.ToArray());
    }

    [Fact]
    public void ForAllClasses_GivesAMapForEach()
    {
        using CnnModel model = Scoring();

        Explanation explanation = model.Explain(Image).ForAllClasses().Occlusion();

        Assert.Equal([0, 1, 2], explanation.Targets.Select(target => target.ClassIndex!.Value));
        Assert.Equal(model.Explain(Image).For(1).Occlusion().Map.Values.ToArray(), explanation.Maps[1].Values.ToArray());
    }

    // Scores are linear in the pixels, so the map of a difference is the difference of the maps.
    [Fact]
    public void Difference_IsTheDifferenceOfTheMaps()
    {
        using CnnModel model = Scoring();

        Explanation explanation = model.Explain(Image).For(0, 1, Target.Difference(0, 1)).Occlusion();

        for (int i = 0; i < Shape.PixelCount; i++)
        {
            Assert.Equal(explanation.Maps[0].Values[i] - explanation.Maps[1].Values[i], explanation.Maps[2].Values[i], 1e-4);
        }

        Assert.Equal("a rather than b", explanation.Targets[2].Name);
    }

    [Fact]
    public void Default_ExplainsTheMostProbableClassByItsLogit()
    {
        using CnnModel model = Scoring();
        ClassScore top = model.Predict(Image).Top;

        Explanation explanation = model.Explain(Image).Occlusion();

        Assert.Equal((top.Name, top.Index, ScoreKind.Logit), (explanation.Target.Name, explanation.Target.ClassIndex!.Value, explanation.Target.ScoreKind));
        Assert.Equal(top, explanation.Prediction[0]);
    }

    [Fact]
    public void WeightedSum_OfTheOutput_IsExplained()
    {
        using CnnModel model = Scoring();

        Explanation explanation = model.Explain(Image).For(Target.WeightedSum("mix", [1, 0, -1]), Target.Difference(0, 2)).Occlusion();

        Assert.Equal(explanation.Maps[1].Values.ToArray(), explanation.Maps[0].Values.ToArray());
        Assert.Equal("mix", explanation.Target.Name);
    }

    [Theory]
    [InlineData(3, "There is no class 3: the model has 3 classes, 0 to 2.")]
    public void For_UnknownIndex_NamesTheRange(int index, string message)
    {
        using CnnModel model = Scoring();

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.Explain(Image).For(index).Occlusion()).Message);
    }

    [Fact]
    public void ReportTo_ArrivesInOrderOnTheCallingThread()
    {
        using CnnModel model = Scoring();
        var log = new ProgressLog();

        Explanation explanation = model.Explain(Image).ReportTo(log).Occlusion(new() { Window = 2, Stride = 1 });

        Assert.Equal(log.Reports.Select(report => report.Done).Order(), log.Reports.Select(report => report.Done));
        Assert.All(log.Threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
        Assert.Equal((49, 49), (log.Reports[^1].Done, log.Reports[^1].Total));
        Assert.Equal(TimeSpan.Zero, log.Reports[^1].Remaining);
        Assert.Equal(50, explanation.ForwardPasses);
    }

    [Fact]
    public void Cancel_BetweenBatches_ThrowsWithTheCallersToken()
    {
        using CnnModel model = Scoring();
        using var source = new CancellationTokenSource();
        var log = new ProgressLog(report =>
        {
            if (report.Done > 0)
            {
                source.Cancel();
            }
        });

        OperationCanceledException exception = Assert.ThrowsAny<OperationCanceledException>(
            () => model.Explain(Image).ReportTo(log).Occlusion(new() { Window = 1, Stride = 1 }, source.Token));

        Assert.Equal(source.Token, exception.CancellationToken);
    }

    [Fact]
    public void Run_AUsersOwnMethod_UsesTheSameDoor()
    {
        using CnnModel model = Scoring();

        Explanation explanation = model.Explain(Image).Run("Brightness", new { }, context =>
        {
            context.AddNote("Only a test.");
            return [new Heatmap(context.Input.Values[..Shape.PixelCount], Shape.Height, Shape.Width, MapScaling.Symmetric)];
        });

        Assert.Equal("Brightness", explanation.Method);
        Assert.Equal(["Only a test."], explanation.Notes);
        Assert.Equal(1, explanation.ForwardPasses);
    }

    [Fact]
    public void Explain_LeavesTheModelAsItWas()
    {
        using CnnModel model = Scoring();
        Prediction before = model.Predict(Image);

        model.Explain(Image).Occlusion();

        Assert.Equal(before.Classes, model.Predict(Image).Classes);
    }

    [Fact]
    public void ExplainMany_StreamsOneAtATime()
    {
        using CnnModel model = Scoring();
        int taken = 0;
        IEnumerable<RgbImage> Pictures()
        {
            for (int i = 0; i < 5; i++)
            {
                taken++;
                yield return Numbers.Picture(10, 12, i);
            }
        }

        IEnumerable<Explanation> explanations = model.ExplainMany(Pictures(), explainer => explainer.Occlusion());
        Assert.Equal(0, taken);

        Assert.NotNull(explanations.First().Picture);
        Assert.Equal(1, taken);
    }

    [Fact]
    public void ForScores_BlackBox_IsExplainedLikeAModel()
    {
        using CnnModel model = Scoring();
        Explainer blackBox = Explainer.ForScores(
            Image,
            images => [.. Enumerable.Range(0, images.Count).Select(i =>
                Enumerable.Range(0, 3).Select(c => model.Explain(images.Slice(i)).For(c).Run("score", new { }, context =>
                    [new Heatmap(new float[1], 1, 1, MapScaling.Stretched)]).Target.Score).ToArray())],
            new() { Labels = new(["a", "b", "c"]), ScoreKind = ScoreKind.Logit });

        Explanation expected = model.Explain(Image).For("b").Occlusion(new() { Window = 4 });
        Explanation actual = blackBox.For("b").Occlusion(new() { Window = 4 });

        Agreement.Within(1e-5, [.. expected.Map.Values.ToArray().Select(value => (double)value)], actual.Map.Values, "map");
    }

    [Fact]
    public void ForScores_LabelsOfAnotherNumber_AreRefused()
    {
        Explainer explainer = Explainer.ForScores(
            Image, images => [.. Enumerable.Range(0, images.Count).Select(_ => new float[] { 1, 0 })], new() { Labels = new(["only"]) });

        Assert.Equal("The score function returns 2 scores but 1 labels were given.", Assert.Throws<ArgumentException>(() => explainer.Occlusion()).Message);
    }

    [Theory]
    [InlineData(ScoreKind.Probability, 0.75f)]
    [InlineData(ScoreKind.Logit, 0.53f)]
    public void ForScores_Kind_DecidesWhatTheProbabilityIs(ScoreKind kind, float probability)
    {
        Explainer explainer = Explainer.ForScores(
            Image, images => [.. Enumerable.Range(0, images.Count).Select(_ => new[] { 0.25f, 0.75f, -1.3f })], new() { ScoreKind = kind });

        Explanation explanation = explainer.Occlusion();

        Assert.Equal((1, kind), (explanation.Target.ClassIndex, explanation.Target.ScoreKind));
        Assert.Equal(probability, explanation.Prediction[0].Probability, 0.05);
    }

    [Fact]
    public void ForAllClasses_Probabilities_AreThoseOfEachClass()
    {
        using CnnModel model = Scoring();

        Explanation all = model.Explain(Image).ForAllClasses(ScoreKind.Probability).Occlusion();

        Assert.Equal(1, all.Targets.Sum(target => target.Score), 1e-5);
        Assert.Equal(model.Explain(Image).For(Target.Probability(2)).Occlusion().Map.Values.ToArray(), all.Maps[2].Values.ToArray());
    }

    [Fact]
    public void Explain_NotANumberInside_SaysSo()
    {
        Explainer explainer = Explainer.ForScores(Image, images => [.. Enumerable.Range(0, images.Count).Select(_ => new[] { float.NaN, 1 })]);

        Assert.Contains("the score of the unchanged image is not a finite number", Assert.Throws<CnnVisException>(() => explainer.For(0).Occlusion()).Message, StringComparison.Ordinal);
    }

    private static CnnModel Scoring() => SmallModel
        .ScoringPixels(Shape, Numbers.Seeded(Shape.ElementCount * 3, 5), 3)
        .Load(new() { Labels = new(["a", "b", "c"]), Preprocessing = Preprocessing.ZeroToOne, Execution = new() { BatchSize = 4 } });

    private sealed class ProgressLog(Action<ExplanationProgress>? react = null) : IProgress<ExplanationProgress>
    {
        public List<ExplanationProgress> Reports { get; } = [];

        public List<int> Threads { get; } = [];

        public void Report(ExplanationProgress value)
        {
            Reports.Add(value);
            Threads.Add(Environment.CurrentManagedThreadId);
            react?.Invoke(value);
        }
    }
}
