namespace CnnVis.Methods;

/// <summary>M = sum over k of max(0, dy/dA(k) A(k)), cell by cell</summary>
internal static class GradCamElementwiseMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context, GradCamElementwiseOptions options) =>
        CamPipeline.Cellwise(context, options, planes => planes.SumOverChannels((gradient, activation) => Math.Max(gradient * activation, 0)));
}
