namespace CnnVis.Methods;

/// <summary>M = sum over k of dy/dA(k) A(k), cell by cell</summary>
internal static class HiResCamMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context, HiResCamOptions options) =>
        CamPipeline.Cellwise(context, options, planes => planes.SumOverChannels((gradient, activation) => gradient * activation));
}
