namespace CnnVis.Methods;

/// <summary>M = (A - mean over the cells of A) v, v = the first right singular vector</summary>
internal static class EigenCamMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context, EigenCamOptions options)
    {
        var pipeline = new CamPipeline(context, options);
        LayerPlanes[] planes = pipeline.Activations();
        CamCells[] maps = [.. planes.Select(layer => new CamCells(PrincipalComponent.Project(layer.Grid, layer.Activations)))];
        return pipeline.Join(planes, (layer, _) => maps[layer]);
    }
}
