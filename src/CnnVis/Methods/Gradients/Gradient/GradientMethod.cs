namespace CnnVis.Methods;

/// <summary>A = df/dx</summary>
internal static class GradientMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        context.ExpectPasses(1);
        float[][] gradients = context.Gradients(context.NewBatch(1), count: 1);
        return [.. gradients.Select(gradient => Heatmap.OfElements(gradient, context.Input.Shape, MapScaling.Symmetric))];
    }
}
