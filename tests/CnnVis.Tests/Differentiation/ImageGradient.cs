using CnnVis.Differentiation;
using CnnVis.Models;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

/// <summary>Gradients of single logits.</summary>
internal static class ImageGradient
{
    public static float[] Of(CnnModel model, ImageTensor image, Target target, GradientRules? rules = null) =>
        model.Explain(image).For(target).WithRules(rules ?? GradientRules.Standard).Gradient().Map.Elements.ToArray();

    /// <summary>Of several images in one call, image after image.</summary>
    public static float[] OfBatch(CnnModel model, ImageTensor images, int logit)
    {
        var target = new ResolvedTarget("logit", logit, ScoreKind.Logit, [(logit, 1f)]);
        return new TargetDifferentiation(model, images.Shape, GradientRules.Standard)
            .Gradients(images.Memory, images.Count, [target], CancellationToken.None).Values[0][0];
    }

    public static float[] OneAtATime(CnnModel model, ImageTensor images, int logit) =>
        [.. Enumerable.Range(0, images.Count).SelectMany(i => Of(model, images.Slice(i), logit))];

    public static void AssertEqual(IEnumerable<float> expected, float[] actual, double tolerance = 1e-5)
    {
        Assert.Contains(actual, value => value != 0);
        Agreement.Within(tolerance, expected, actual, "gradient");
    }
}
