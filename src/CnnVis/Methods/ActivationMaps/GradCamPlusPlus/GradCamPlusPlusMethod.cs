namespace CnnVis.Methods;

/// <summary>
/// M = sum over k of w(k) A(k), w(k) = sum over the cells of a max(0, g), a = g^2 / (2 g^2 + g^3 sum(A(k))), g = dy/dA(k)
/// </summary>
internal static class GradCamPlusPlusMethod
{
    // That of pytorch-grad-cam: a channel without gradients has no weight.
    private const double LeastDivisor = 1e-6;

    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context, GradCamPlusPlusOptions options) =>
        CamPipeline.Weighted(context, options, Weights);

    private static double[] Weights(LayerPlanes planes) => planes.ForEachChannel(channel =>
    {
        double sum = planes.SumOverCells(channel, (_, activation) => activation);
        return planes.SumOverCells(channel, (gradient, _) => Share(gradient * gradient, gradient * gradient * gradient, sum) * Math.Max(gradient, 0));
    });

    /// <summary>How much a cell counts, given the second and third power of its gradient.</summary>
    public static double Share(double squared, double cubed, double sumOfActivations) => squared / ((2 * squared) + (cubed * sumOfActivations) + LeastDivisor);
}
