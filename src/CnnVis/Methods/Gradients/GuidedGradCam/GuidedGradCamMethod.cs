namespace CnnVis.Methods;

/// <summary>A = G enlarged(relu(M)), G guided backpropagation and M Grad-CAM.</summary>
internal sealed class GuidedGradCamMethod(GuidedGradCamOptions options, GuidedBackpropOptions guidedOptions)
{
    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        IReadOnlyList<Heatmap> maps = GradCamMethod.Attribute(context, options);
        IReadOnlyList<Heatmap> guided = new GuidedBackpropMethod(guidedOptions).Attribute(context);
        return [.. guided.Zip(maps, (signal, map) => Product(signal, map, context.Input.Shape))];
    }

    private static Heatmap Product(Heatmap signal, Heatmap map, ImageShape shape)
    {
        float[] places = PositivePart(map).Resize(shape.Height, shape.Width);
        float[] elements = signal.Elements.ToArray();
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int pixel = 0; pixel < places.Length; pixel++)
            {
                elements[shape.IndexOf(channel, pixel / shape.Width, pixel % shape.Width)] *= places[pixel];
            }
        }

        return Heatmap.OfElements(elements, shape, MapScaling.Symmetric);
    }

    private static Heatmap PositivePart(Heatmap map) =>
        new([.. map.Values.ToArray().Select(value => MathF.Max(value, 0))], map.Height, map.Width, map.Scaling) { Cells = map.Cells };
}
