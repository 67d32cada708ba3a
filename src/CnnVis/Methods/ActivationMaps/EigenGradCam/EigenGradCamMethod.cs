namespace CnnVis.Methods;

/// <summary>M = (G - mean over the cells of G) v, G = dy/dA A, v = the first right singular vector of G less its mean</summary>
internal static class EigenGradCamMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context, EigenGradCamOptions options) =>
        CamPipeline.Cellwise(context, options, planes => PrincipalComponent.Project(planes.Grid, planes.GradientTimesActivation()));
}
