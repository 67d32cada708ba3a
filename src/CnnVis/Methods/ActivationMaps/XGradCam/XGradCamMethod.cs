namespace CnnVis.Methods;

/// <summary>M = sum over k of w(k) A(k), w(k) = sum(dy/dA(k) A(k)) / sum(A(k))</summary>
internal static class XGradCamMethod
{
    // That of pytorch-grad-cam: a channel that is zero everywhere has no weight.
    private const double LeastSum = 1e-7;

    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context, XGradCamOptions options) => CamPipeline.Weighted(context, options, Weights);

    private static double[] Weights(LayerPlanes planes) => planes.ForEachChannel(channel =>
        planes.SumOverCells(channel, (gradient, activation) => gradient * activation)
        / (planes.SumOverCells(channel, (_, activation) => activation) + LeastSum));
}
