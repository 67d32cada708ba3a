using CnnVis.Differentiation;
using CnnVis.Methods;
using CnnVis.Models;

namespace CnnVis.Tests.Methods.Relevance;

/// <summary>Relevance of a target by rules of the test's own choice.</summary>
internal static class RelevanceRun
{
    public static float[] Of(CnnModel model, ImageTensor image, Target target, RelevanceComposite composite)
    {
        GradientRules rules = RelevanceRules.Of(GradientRules.Standard, composite);
        IReadOnlyList<Heatmap> Propagate(ExplanationContext context)
        {
            var propagation = new TargetDifferentiation(model, image.Shape, rules) { Seed = Seeds.Relevance, OnMergedLayers = true };
            float[] relevance = context.Differentiate(propagation, context.NewBatch(), count: 1).Values[0][0];
            return [Heatmap.OfElements(relevance, image.Shape, MapScaling.Symmetric)];
        }

        return model.Explain(image).For(target).Run("relevance", new { }, Propagate).Map.Elements.ToArray();
    }

    /// <summary>Of one logit for several images in one call, image after image.</summary>
    public static float[] OfBatch(CnnModel model, ImageTensor images, int logit, GradientRules rules)
    {
        var target = new ResolvedTarget("logit", logit, ScoreKind.Logit, [(logit, 1f)]);
        var propagation = new TargetDifferentiation(model, images.Shape, rules) { Seed = Seeds.Relevance, OnMergedLayers = true };
        return propagation.Gradients(images.Memory, images.Count, [target], CancellationToken.None).Values[0][0];
    }
}
