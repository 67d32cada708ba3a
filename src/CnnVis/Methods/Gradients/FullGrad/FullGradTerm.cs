using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>One part of a score: the image, or a bias, times its gradient.</summary>
/// <param name="Sum">What it adds to the score.</param>
/// <param name="Grid">How its channels and cells lie; null where it has no places.</param>
/// <param name="Planes">The products, channel after channel; empty where there are no places.</param>
internal sealed record FullGradTerm(double Sum, FeatureGrid? Grid, float[] Planes)
{
    public static FullGradTerm Of(float[] gradient, ReadOnlySpan<float> values, FeatureGrid? grid)
    {
        float[] products = new float[gradient.Length];
        double sum = 0;
        for (int i = 0; i < products.Length; i++)
        {
            products[i] = gradient[i] * values[i];
            sum += (double)gradient[i] * values[i];
        }

        return new FullGradTerm(sum, grid, grid?.ToPlanes(products) ?? []);
    }
}
