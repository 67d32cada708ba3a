using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>A = x df/dx</summary>
internal static class InputXGradientMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context) => ElementMaps.OfImage(context, Products);

    public static float[][] Products(ExplanationContext context, ImageBatch batch, int count)
    {
        float[][] gradients = context.Gradients(batch, count);
        ReadOnlySpan<float> images = batch.Memory.Span[..(count * context.Input.Shape.ElementCount)];
        foreach (float[] gradient in gradients)
        {
            TensorPrimitives.Multiply(gradient, images, gradient);
        }

        return gradients;
    }
}
