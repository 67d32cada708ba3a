using System.Numerics.Tensors;

namespace CnnVis.Features;

/// <summary>Puts kernels in an order.</summary>
internal static class KernelOrdering
{
    public static int[] ByNorm(Kernels kernels)
    {
        float[] norms = NormsOf(kernels);
        return [.. Enumerable.Range(0, kernels.Count).OrderByDescending(kernel => norms[kernel]).ThenBy(kernel => kernel)];
    }

    /// <summary>From the strongest kernel always on to the one most like the last.</summary>
    public static int[] BySimilarity(Kernels kernels)
    {
        float[] norms = NormsOf(kernels);
        var left = new List<int>(ByNorm(kernels));
        int[] chain = new int[kernels.Count];
        chain[0] = left[0];
        left.RemoveAt(0);
        for (int i = 1; i < chain.Length; i++)
        {
            int last = chain[i - 1];
            chain[i] = left.MaxBy(kernel => Cosine(kernels[last], kernels[kernel], norms[last] * norms[kernel]));
            left.Remove(chain[i]);
        }

        return chain;
    }

    public static float Cosine(ReadOnlySpan<float> first, ReadOnlySpan<float> second, float norms) => norms > 0 ? TensorPrimitives.Dot(first, second) / norms : 0;

    private static float[] NormsOf(Kernels kernels) => [.. Enumerable.Range(0, kernels.Count).Select(kernel => TensorPrimitives.Norm(kernels[kernel]))];
}
