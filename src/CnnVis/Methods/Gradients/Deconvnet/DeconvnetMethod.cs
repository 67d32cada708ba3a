namespace CnnVis.Methods;

/// <summary>The gradient, but where r arrives at a ReLU, relu(r) goes on, whatever the ReLU let through.</summary>
internal sealed class DeconvnetMethod(DeconvnetOptions options)
{
    private static readonly ReluBackward Deconvolution = new((arriving, _) => arriving.Unary("Relu"));

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context) => ElementMaps.OfImage(context, Signals);

    public float[][] Signals(ExplanationContext context, ImageBatch batch, int count) =>
        Deconvolution.Signals(context, batch, count, options.Rectifiers);
}
