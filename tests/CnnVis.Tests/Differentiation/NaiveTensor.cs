namespace CnnVis.Tests.Differentiation;

/// <summary>A tensor in plain doubles.</summary>
internal sealed record NaiveTensor(double[] Values, int[] Shape)
{
    public static NaiveTensor Zeros(int[] shape) => new(new double[Count(shape)], shape);

    public double this[params ReadOnlySpan<int> index]
    {
        get => Values[Offset(index)];
        set => Values[Offset(index)] = value;
    }

    public int Rank => Shape.Length;

    public IEnumerable<int[]> Indices() => IndicesOf(Shape);

    public static IEnumerable<int[]> IndicesOf(int[] shape)
    {
        int count = Count(shape);
        for (int i = 0; i < count; i++)
        {
            int[] index = new int[shape.Length];
            int rest = i;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }

            yield return index;
        }
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, size) => product * size);

    private int Offset(ReadOnlySpan<int> index)
    {
        int offset = 0;
        for (int axis = 0; axis < Shape.Length; axis++)
        {
            offset = (offset * Shape[axis]) + index[axis];
        }

        return offset;
    }
}
