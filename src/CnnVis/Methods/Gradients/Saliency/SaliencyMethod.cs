using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>A(p) = max over channels c (or sum) of |df/dx(c, p)|</summary>
internal sealed class SaliencyMethod(SaliencyOptions options)
{
    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context) =>
        ElementMaps.OfImage(context, Magnitudes, MapScaling.Stretched, options.Reduction);

    public static float[][] Magnitudes(ExplanationContext context, ImageBatch batch, int count)
    {
        float[][] gradients = context.Gradients(batch, count);
        Array.ForEach(gradients, gradient => TensorPrimitives.Abs(gradient, gradient));
        return gradients;
    }
}
