using CnnVis.Tests.Support;

namespace CnnVis.Tests.Explanations;

public class TargetChoiceTests
{
    private static readonly ImageTensor Image = SmallNetwork.Images(1);

    [Fact]
    public void ForClassesAbove_TakesTheLikelyClassesMostProbableFirst()
    {
        Explainer explainer = Explainer.ForScores(Image, batch => [.. Enumerable.Repeat(new[] { 0.3f, 0.05f, 0.45f, 0.2f }, batch.Count)]);

        Assert.Equal([2, 0, 3], explainer.ForClassesAbove(0.2f).Occlusion().Targets.Select(target => target.ClassIndex!.Value));
        Assert.Equal([2], explainer.ForClassesAbove(0.4f, ScoreKind.Probability).Occlusion().Targets.Select(target => target.ClassIndex!.Value));
        Assert.Equal(4, explainer.ForAllClasses().Occlusion().Targets.Count);
    }

    /// <summary>Most of a segmented picture is background, which nobody asks about.</summary>
    [Fact]
    public void ForClassesAbove_OfASegmentationMap_LeavesTheBackgroundOut()
    {
        using CnnModel model = SmallNetwork.Create()
            .With(proto => proto.Graph.Output.Clear())
            .Output("activation", CnnVis.Onnx.TensorProto.Types.DataType.Float, null, 4, 6, 8)
            .Load(new() { Labels = new(["background", "a", "b", "c"]), OutputForm = OutputForm.SegmentationMap });

        Explanation explanation = model.Explain(Image).ForClassesAbove(0).Occlusion();

        Assert.Equal([1, 2, 3], explanation.Targets.Select(target => target.ClassIndex!.Value).Order());
    }

    [Fact]
    public void ForClassesAbove_NoneLikelyEnough_SaysTheMostProbable()
    {
        Explainer explainer = Explainer.ForScores(Image, batch => [.. Enumerable.Repeat(new[] { 0.3f, 0.7f }, batch.Count)]);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => explainer.ForClassesAbove(0.9f).Occlusion());

        Assert.Equal("No class has a probability of 0.9 or more; the most probable is class 1 with 0.7.", refused.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => explainer.ForClassesAbove(1.5f));
    }
}
