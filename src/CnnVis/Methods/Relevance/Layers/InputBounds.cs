using CnnVis.Differentiation;

namespace CnnVis.Methods;

/// <summary>What the inputs of a first layer lie between.</summary>
internal static class InputBounds
{
    /// <summary>
    /// What the layer reads when the whole image has the smallest and the largest numbers: whatever turns, scales or rearranges the image
    /// before the layer does the same to the bounds. Without a range: from the smallest to the largest number that the layer reads.
    /// </summary>
    public static (GraphValue Low, GraphValue High) Of(LinearLayer layer, InputRange? range)
    {
        GradientScope g = layer.Scope;
        if (range is null)
        {
            BatchedShape shape = g.InputShape(0);
            int[] axes = [.. Enumerable.Range(0, shape.Rank).Where(axis => axis != shape.BatchAxis)];
            return (g.Reduce("ReduceMin", layer.X, axes), g.Reduce("ReduceMax", layer.X, axes));
        }

        float[] ofLow = Read(g, range.Low);
        float[] ofHigh = Read(g, range.High);
        long[] sizes = [.. g.ShapeOfX(0).Select(size => (long)size)];
        return (g.Constant([.. ofLow.Zip(ofHigh, MathF.Min)], sizes), g.Constant([.. ofLow.Zip(ofHigh, MathF.Max)], sizes));
    }

    private static float[] Read(GradientScope g, IReadOnlyList<float> color)
    {
        ImageShape shape = g.Forward.Image.Shape;
        float[] image = new float[shape.ElementCount];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int pixel = 0; pixel < shape.PixelCount; pixel++)
            {
                image[shape.IndexOf(channel, pixel / shape.Width, pixel % shape.Width)] = color[channel % color.Count];
            }
        }

        return g.Forward.Value(g.InputName(0), image);
    }
}
