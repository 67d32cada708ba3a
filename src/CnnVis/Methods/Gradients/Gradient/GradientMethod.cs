namespace CnnVis.Methods;

/// <summary>A = df/dx</summary>
internal static class GradientMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        context.ExpectPasses(1);
        float[][] gradients = context.Gradients(context.NewBatch(1), count: 1);
        Heatmap[] maps = Array.ConvertAll(gradients, gradient => Heatmap.OfElements(gradient, context.Input.Shape, MapScaling.Symmetric));
        context.Recycle(gradients);
        return maps;
    }
}
