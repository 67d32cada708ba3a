namespace CnnVis.Differentiation.Rules;

/// <summary>The weights of a convolution, [out, in / group, kernel...].</summary>
internal sealed class ConvolutionKernel(float[] weights, IReadOnlyList<int> shape, int group)
{
    private const int SquareSide = 16;

    public float[] Weights => weights;

    public long[] Shape => [.. shape.Select(size => (long)size)];

    public int[] Sizes => [.. shape.Skip(2)];

    public int Group => group;

    public bool IsDepthwise => InPerGroup == 1;

    public int OutPerGroup { get; } = shape[0] / group;

    private int InPerGroup { get; } = shape[1];

    private int Places { get; } = shape.Skip(2).Aggregate(1, (product, size) => product * size);

    public long[] FlippedShape => TransposedShape([.. shape.Skip(2)]);

    /// <summary>Inputs and outputs of each group changed over, and the kernel reversed along every axis, which reverses its places.</summary>
    public float[] Flipped() => Transposed([.. Enumerable.Range(0, Places).Reverse()]);

    /// <summary>What outputs are multiplied with to give each input at each place: [in and place, out], of a kernel without groups.</summary>
    public float[] Columns()
    {
        int rows = InPerGroup * Places;
        float[] columns = new float[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            columns[(i % rows * shape[0]) + (i / rows)] = weights[i];
        }

        return columns;
    }

    public long[] TransposedShape(int[] sizes) => [group * InPerGroup, OutPerGroup, .. sizes.Select(size => (long)size)];

    /// <summary>Inputs and outputs of each group changed over, with some places of the kernel.</summary>
    public float[] Transposed(int[] places)
    {
        float[] transposed = new float[shape[0] * InPerGroup * places.Length];
        for (int g = 0; g < group; g++)
        {
            // Square by square: going through whole rows of one matrix would jump through the whole of the other, a miss of the cache for every number.
            for (int firstOut = 0; firstOut < OutPerGroup; firstOut += SquareSide)
            {
                for (int firstIn = 0; firstIn < InPerGroup; firstIn += SquareSide)
                {
                    TransposeSquare(transposed, places, g, firstOut, firstIn);
                }
            }
        }

        return transposed;
    }

    private void TransposeSquare(float[] transposed, int[] places, int g, int firstOut, int firstIn)
    {
        for (int i = firstIn; i < Math.Min(firstIn + SquareSide, InPerGroup); i++)
        {
            for (int o = firstOut; o < Math.Min(firstOut + SquareSide, OutPerGroup); o++)
            {
                ReadOnlySpan<float> source = weights.AsSpan(((((g * OutPerGroup) + o) * InPerGroup) + i) * Places, Places);
                int target = ((((g * InPerGroup) + i) * OutPerGroup) + o) * places.Length;
                foreach (int place in places)
                {
                    transposed[target++] = source[place];
                }
            }
        }
    }
}
