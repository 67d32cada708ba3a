namespace CnnVis.Runtime.Kernels;

/// <summary>What a convolution reads and writes.</summary>
internal readonly unsafe struct WinogradTensors(float* images, float* weights, float* bias, float* summand, float* result)
{
    public float* Images => images;

    /// <summary>The transformed weights, as <see cref="WinogradWeights"/> makes them.</summary>
    public float* Weights => weights;

    public float* Bias => bias;

    /// <summary>Added to the result before it is rectified; null for none.</summary>
    public float* Summand => summand;

    public float* Result => result;
}
