using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

public class TargetGradientTests
{
    private static readonly ReferenceCase Resnet = new("resnet");
    private static readonly ImageTensor Image = Resnet.Input.Slice(0);

    [Fact]
    public void SeveralTargets_OfOneExplainer_EqualOneAtATime()
    {
        using CnnModel model = Resnet.Load();
        Target[] targets = [3, Target.Probability(1), Target.Difference(0, 2), Target.Probability(3), Target.Top];

        Explanation together = model.Explain(Image).For(targets).Gradient();

        Assert.All(targets.Zip(together.Maps), pair => ImageGradient.AssertEqual(
            ImageGradient.Of(model, Image, pair.First), pair.Second.Elements.ToArray(), 1e-6));
    }

    [Fact]
    public void SeveralTargets_OfOneExplainer_CountAPassForEachKindOfScoreAndTarget()
    {
        using CnnModel model = Resnet.Load();

        Explanation explanation = model.Explain(Image).For(0, 1, 2).Gradient();

        Assert.Equal((2, 3), (explanation.ForwardPasses, explanation.BackwardPasses));
    }

    [Fact]
    public void Difference_OfTwoClasses_IsTheDifferenceOfTheirGradients()
    {
        using CnnModel model = Resnet.Load();
        float[] first = ImageGradient.Of(model, Image, 4);
        float[] second = ImageGradient.Of(model, Image, 7);

        float[] difference = ImageGradient.Of(model, Image, Target.Difference(4, 7));

        ImageGradient.AssertEqual(first.Zip(second, (a, b) => a - b), difference);
    }

    [Fact]
    public void WeightedSum_OfClasses_IsTheWeightedSumOfTheirGradients()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        ImageTensor image = SmallNetwork.Images(1);
        float[][] gradients = [.. Enumerable.Range(0, 3).Select(index => ImageGradient.Of(model, image, index))];

        float[] sum = ImageGradient.Of(model, image, Target.WeightedSum("mix", [2, 0, -0.5f]));

        ImageGradient.AssertEqual(gradients[0].Zip(gradients[2], (a, b) => (2 * a) - (0.5f * b)), sum);
    }

    [Fact]
    public void Probability_OfAClass_IsTheSlopeOfSoftmax()
    {
        using CnnModel model = Resnet.Load();
        float[][] logits = [.. model.Explain(Image).ForAllClasses().Gradient().Maps.Select(map => map.Elements.ToArray())];
        Dictionary<int, float> p = model.Predict(Image, logits.Length).Classes.ToDictionary(score => score.Index, score => score.Probability);

        float[] probability = ImageGradient.Of(model, Image, Target.Probability(5));

        ImageGradient.AssertEqual(
            Enumerable.Range(0, probability.Length).Select(i => p[5] * (logits[5][i] - logits.Select((gradient, index) => p[index] * gradient[i]).Sum())),
            probability,
            1e-4);
    }

    [Fact]
    public void Mask_OverASegmentationMap_IsTheSumOverItsPlaces()
    {
        var reference = new ReferenceCase("unet");
        using CnnModel model = reference.Load();
        ImageTensor image = reference.Input.Slice(0);
        int places = model.Output.Shape[2] * model.Output.Shape[3];
        float[] weights = new float[model.Output.ClassCount * places];
        weights[(2 * places) + 5] = 1;
        weights[(2 * places) + 9] = 3;

        float[] masked = ImageGradient.Of(
            model, image, Target.OverMask(2, weights.AsSpan(2 * places, places), model.Output.Shape[2], model.Output.Shape[3]));

        ImageGradient.AssertEqual(ImageGradient.Of(model, image, Target.WeightedSum("two places", weights)), masked, 1e-6);
    }

    [Fact]
    public void LinearModel_HasItsWeightsForAGradient()
    {
        ImageShape shape = SmallNetwork.Shape;
        float[] weights = Numbers.Seeded(shape.ElementCount * 3, 5);
        using CnnModel model = SmallModel.ScoringPixels(shape, weights, 3).Load();

        float[] gradient = ImageGradient.Of(model, SmallNetwork.Images(1), 1);

        Assert.Equal(Enumerable.Range(0, shape.ElementCount).Select(i => weights[(3 * i) + 1]), gradient);
    }
}
