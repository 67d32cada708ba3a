namespace CnnVis.Methods;

/// <summary>The gradient, but where r arrives at a ReLU of a, relu(r) [a > 0] goes on.</summary>
internal sealed class GuidedBackpropMethod(GuidedBackpropOptions options)
{
    private static readonly ReluBackward Guided = new((_, gradient) => gradient.Unary("Relu"));

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context) => ElementMaps.OfImage(context, Signals);

    public float[][] Signals(ExplanationContext context, ImageBatch batch, int count) =>
        Guided.Signals(context, batch, count, options.Rectifiers);
}
