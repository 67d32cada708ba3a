using CnnVis.Tests.Support;

namespace CnnVis.Tests.Explanations;

public class TargetFunctionTests
{
    private static readonly ReferenceCase Network = new("vgg");

    [Fact]
    public void WeightedSumAsFunction_HasItsScoreAndGradient()
    {
        using CnnModel model = Network.Load();
        Explainer explainer = model.Explain(Network.Input.Slice(0));

        Explanation expected = explainer.For(Target.Difference(3, 5)).Gradient();
        Explanation actual = explainer.For(Target.Function("margin", logits => logits[3] - logits[5])).Gradient();

        Assert.Equal(expected.Target.Score, actual.Target.Score);
        Agreement.Within(1e-5, expected.Map.Elements.ToArray(), actual.Map.Elements, "gradient");
    }

    [Fact]
    public void Entropy_EstimatedAndExactGradient_AgreeAndAreThoseOfThePixels()
    {
        using CnnModel model = Network.Load();
        Explainer explainer = model.Explain(Network.Input.Slice(0));
        Target estimated = Target.Function("entropy", Entropy).As(ScoreKind.Probability);
        Target exact = Target.Function("entropy", Entropy, p => [.. p.Select(share => -Math.Log(share) - 1)]).As(ScoreKind.Probability);

        float[] gradient = explainer.For(exact).Gradient().Map.Elements.ToArray();

        Agreement.Within(1e-4, gradient, explainer.For(estimated).Gradient().Map.Elements, "estimated");
        float[] step = [.. gradient.Select(slope => slope * 2e-3f / gradient.Max(Math.Abs))];
        double rise = EntropyAt(model, step, 1) - EntropyAt(model, step, -1);
        Assert.Equal(1, rise / (2 * gradient.Zip(step, (g, s) => (double)g * s).Sum()), 0.05);
    }

    [Fact]
    public void Gradient_OfAnotherLength_IsRefused()
    {
        using CnnModel model = Network.Load();
        Explainer explainer = model.Explain(Network.Input.Slice(0)).For(Target.Function("broken", p => p[0], _ => [1]));

        Assert.Contains("has 1 numbers", Assert.Throws<InvalidOperationException>(() => explainer.Gradient()).Message, StringComparison.Ordinal);
    }

    private static double EntropyAt(CnnModel model, float[] step, int direction)
    {
        ImageTensor image = Network.Input.Slice(0);
        float[] moved = [.. image.Values.ToArray().Zip(step, (x, s) => x + (direction * s))];
        return Entropy([.. model.Predict(new ImageTensor(moved, image.Shape), count: 100).Classes.OrderBy(score => score.Index).Select(score => (double)score.Probability)]);
    }

    private static double Entropy(double[] probabilities) => -probabilities.Sum(p => p * Math.Log(p));
}
