namespace CnnVis.Methods;

/// <summary>M = sum over k of max(0, dy/dA(k)) A(k), cell by cell</summary>
internal static class LayerCamMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context, LayerCamOptions options) =>
        CamPipeline.Cellwise(context, options, planes => planes.SumOverChannels((gradient, activation) => Math.Max(gradient, 0) * activation));
}
