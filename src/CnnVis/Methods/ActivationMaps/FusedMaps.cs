using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>The maps of several layers as one.</summary>
internal static class FusedMaps
{
    public static Heatmap Of(IReadOnlyList<Heatmap> maps, LayerFusion fusion, ImageShape input)
    {
        if (maps.Count == 1)
        {
            return maps[0];
        }

        float[] fused = new float[input.PixelCount];
        foreach (Heatmap map in maps)
        {
            float[] scaled = map.Scaled(input.Height, input.Width);
            if (fusion == LayerFusion.Max)
            {
                TensorPrimitives.Max(fused, scaled, fused);
            }
            else
            {
                TensorPrimitives.MultiplyAdd(scaled, 1f / maps.Count, fused, fused);
            }
        }

        return new Heatmap(fused, input.Height, input.Width, MapScaling.PositivePart);
    }
}
