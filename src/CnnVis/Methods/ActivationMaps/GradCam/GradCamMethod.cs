using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>M = sum over k of w(k) A(k), w(k) = mean over the cells of dy/dA(k)</summary>
internal static class GradCamMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context, CamLayers options) => CamPipeline.Weighted(context, options, Weights);

    public static double[] Weights(LayerPlanes planes) =>
        planes.ForEachChannel(channel => (double)TensorPrimitives.Sum(planes.Gradient(channel)) / planes.CellCount);
}
