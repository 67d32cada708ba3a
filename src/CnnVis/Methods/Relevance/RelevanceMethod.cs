using CnnVis.Differentiation;

namespace CnnVis.Methods;

/// <summary>
/// Relevance starts as the target's score and goes backwards: each layer shares what arrives among its inputs, until it reaches the image.
/// </summary>
internal sealed class RelevanceMethod(RelevanceSettings settings)
{
    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        RelevanceSettings fitted = settings.For(context);
        RuleVariant variant = RelevanceVariants.Of(context.Model).For(fitted);
        var propagation = new TargetDifferentiation(context.Model, context.Input.Shape, variant.Of(context.Rules))
        {
            Seed = Seeds.Relevance,
            Subject = "relevance",
            OnMergedLayers = true,
        };
        context.ExpectPasses(1);
        float[][] relevance = [.. context.Differentiate(propagation, context.NewBatch(1), count: 1).Values.Select(tensors => tensors[0])];
        ArrivedRelevance.Note(context, relevance, settings.Bias);
        return [.. relevance.Select(map => Heatmap.OfElements(map, context.Input.Shape, MapScaling.Symmetric))];
    }
}
