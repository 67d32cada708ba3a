namespace CnnVis.Differentiation.Rules;

/// <summary>The weights of a convolution, [out, in / group, kernel...].</summary>
internal sealed class ConvolutionKernel(float[] weights, IReadOnlyList<int> shape, int group)
{
    public float[] Weights => weights;

    public long[] Shape => [.. shape.Select(size => (long)size)];

    public int[] Sizes => [.. shape.Skip(2)];

    public int Group => group;

    public bool IsDepthwise => InPerGroup == 1;

    private int OutPerGroup => shape[0] / group;

    private int InPerGroup => shape[1];

    private int Places => shape.Skip(2).Aggregate(1, (product, size) => product * size);

    public long[] FlippedShape => [group * InPerGroup, OutPerGroup, .. shape.Skip(2).Select(size => (long)size)];

    /// <summary>Inputs and outputs of each group changed over, and the kernel reversed along every axis, which reverses its places.</summary>
    public float[] Flipped()
    {
        float[] flipped = new float[weights.Length];
        int places = Places;
        for (int g = 0; g < group; g++)
        {
            for (int o = 0; o < OutPerGroup; o++)
            {
                for (int i = 0; i < InPerGroup; i++)
                {
                    ReadOnlySpan<float> source = weights.AsSpan(((((g * OutPerGroup) + o) * InPerGroup) + i) * places, places);
                    Span<float> target = flipped.AsSpan(((((g * InPerGroup) + i) * OutPerGroup) + o) * places, places);
                    source.CopyTo(target);
                    target.Reverse();
                }
            }
        }

        return flipped;
    }
}
