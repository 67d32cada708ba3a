namespace CnnVis.Methods;

/// <summary>Maps of the explained image from what is computed for batches.</summary>
internal static class ElementMaps
{
    /// <param name="context">What is explained.</param>
    /// <param name="numbers">For each target, a number for each element, image after image.</param>
    /// <param name="scaling">How the maps are drawn.</param>
    /// <param name="reduction">How the numbers of a pixel's channels become the pixel's.</param>
    public static IReadOnlyList<Heatmap> OfImage(
        ExplanationContext context,
        Func<ExplanationContext, ImageBatch, int, IReadOnlyList<float[]>> numbers,
        MapScaling scaling = MapScaling.Symmetric,
        ChannelReduction reduction = ChannelReduction.Sum)
    {
        context.ExpectPasses(1);
        return [.. numbers(context, new ImageBatch(context.Input, capacity: 1), 1).Select(Map)];

        Heatmap Map(float[] elements) => Heatmap.OfElements(elements, context.Input.Shape, scaling, reduction);
    }
}
