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
        IReadOnlyList<float[]> ofTargets = numbers(context, context.NewBatch(1), 1);
        Heatmap[] maps = [.. ofTargets.Select(Map)];
        context.Recycle(ofTargets);
        return maps;

        Heatmap Map(float[] elements) => Heatmap.OfElements(elements, context.Input.Shape, scaling, reduction);
    }
}
