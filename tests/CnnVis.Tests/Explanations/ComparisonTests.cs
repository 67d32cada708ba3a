using CnnVis.Explanations;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Explanations;

public class ComparisonTests
{
    private static readonly ImageTensor Image = SmallNetwork.Images(1);

    [Fact]
    public void Compare_SameMethodTwice_AgreesWithItself()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        Comparison comparison = model.Explain(Image).For(1).Compare(e => e.Gradient(), e => e.Occlusion(), e => e.Gradient());

        Assert.Equal(["Gradient", "Occlusion", "Gradient (2)"], comparison.Names);
        Assert.Equal(1, comparison.RankCorrelation(0, 2), 1e-9);
        Assert.Equal(comparison.RankCorrelation(0, 1), comparison.RankCorrelation(1, 0));
        Assert.InRange(comparison.RankCorrelation(0, 1), -0.999, 0.999);
        Assert.All(comparison.Explanations, explanation => Assert.True(explanation.Elapsed > TimeSpan.Zero));
        Assert.Equal(3, comparison.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void RankCorrelation_OfAnInvertedMap_IsMinusOneUnlessSignsAreIgnored()
    {
        Explainer explainer = Explainer.ForScores(Image, _ => [[1, 2]]);
        float[] values = Numbers.Seeded(48, 2);

        Comparison comparison = explainer.Compare(e => Map(e, values), e => Map(e, [.. values.Select(value => -3 * value)]));

        Assert.Equal(-1, comparison.RankCorrelation(0, 1), 1e-9);
        Assert.Equal(1, comparison.RankCorrelation(0, 1, ignoreSigns: true), 1e-9);
    }

    [Theory]
    [InlineData(new float[] { 1, 2, 3, 4, 5 }, new float[] { 5, 6, 7, 8, 7 }, 0.8207826816681233)] // Ties share the mean of their ranks (SciPy's answer).
    [InlineData(new float[] { 1, 2, 3 }, new float[] { 9, 4, 1 }, -1)]
    [InlineData(new float[] { 1, 2, 3 }, new float[] { 7, 7, 7 }, double.NaN)]
    public void Spearman_KnownRows_HasTheKnownCorrelation(float[] first, float[] second, double expected) =>
        Assert.Equal(expected, Spearman.Correlation(first, second), 1e-12);

    [Fact]
    public void Compare_WithAMethodThatNamesOtherClasses_IsAboutTheSameClass()
    {
        using CnnModel model = PoolingNetwork.Create().Load();

        Comparison comparison = model.Explain(PoolingNetwork.Image).For(1).Compare(e => e.GradCam(), e => e.FinerCam());

        Assert.Contains(" rather than ", comparison.Explanations[1].Target.Name, StringComparison.Ordinal);
        Assert.NotEqual(comparison.Explanations[0].Target.Score, comparison.Explanations[1].Target.Score);
    }

    [Fact]
    public void Compare_OfDifferentTargets_IsRefused()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(Image);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => explainer.Compare(e => e.For(0).Gradient(), e => e.For(1).Gradient()));

        Assert.Contains("explains class 1 (Logit ", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => explainer.Compare());
    }

    /// <summary>Two tensors with the same target are told apart by their scores; an explanation that was saved and loaded is of the same image.</summary>
    [Fact]
    public void Compare_OfOtherImages_IsRefusedAndOfALoadedExplanationIsNot()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        using var folder = new TemporaryFolder();
        Explanation one = model.Explain(Image).For(1).Gradient();
        one.Save(folder.File("one"));

        var comparison = new Comparison([one, Explanation.Load(folder.File("one"))]);

        Assert.Equal(1, comparison.RankCorrelation(0, 1), 1e-6);
        Explanation other = model.Explain(SmallNetwork.Images(1, seed: 22)).For(1).Gradient();
        Assert.Throws<ArgumentException>(() => new Comparison([one, other]));
    }

    private static Explanation Map(Explainer explainer, float[] values) =>
        explainer.Run("map", new { }, _ => [new Heatmap(values, 6, 8, MapScaling.Symmetric, SmallNetwork.Shape)]);
}
