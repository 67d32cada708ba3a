namespace CnnVis.Tests.Methods.Relevance;

/// <summary>A linear layer written out as a matrix of all inputs and outputs, in plain loops.</summary>
/// <param name="Weights">[inputs, outputs].</param>
/// <param name="Sees">Whether an output sees an input at all.</param>
/// <param name="Bias">A number for each output.</param>
internal sealed record NaiveLayer(double[,] Weights, bool[,] Sees, double[] Bias)
{
    public int Inputs => Weights.GetLength(0);

    public int Outputs => Weights.GetLength(1);

    public static NaiveLayer Dense(double[,] weights, double[] bias)
    {
        bool[,] sees = new bool[weights.GetLength(0), weights.GetLength(1)];
        for (int i = 0; i < weights.GetLength(0); i++)
        {
            for (int j = 0; j < weights.GetLength(1); j++)
            {
                sees[i, j] = true;
            }
        }

        return new NaiveLayer(weights, sees, bias);
    }

    /// <summary>A convolution of squares: kernel [out, in / group, size, size].</summary>
    public static NaiveLayer Convolution(float[] kernel, int[] shape, int side, int stride, int pad, int dilation, int group, double[] bias)
    {
        int channels = shape[1] * group;
        int end = ((side + (2 * pad) - (dilation * (shape[2] - 1)) - 1) / stride) + 1;
        var layer = Empty(channels * side * side, shape[0] * end * end, [.. bias.SelectMany(value => Enumerable.Repeat(value, end * end))]);
        ForEachPair(shape, end, stride, pad, dilation, (o, i, y, x, row, column, k) =>
        {
            int channel = (o / (shape[0] / group) * shape[1]) + i;
            if (row >= 0 && row < side && column >= 0 && column < side)
            {
                layer.Connect((((channel * side) + row) * side) + column, (((o * end) + y) * end) + x, kernel[k]);
            }
        });
        return layer;
    }

    /// <summary>A transposed convolution of squares: kernel [in, out / group, size, size]. Its matrix is a convolution's, transposed.</summary>
    public static NaiveLayer TransposedConvolution(float[] kernel, int[] shape, int side, int end, int stride, int pad, int group, double[] bias)
    {
        int channels = shape[1] * group;
        var layer = Empty(shape[0] * side * side, channels * end * end, [.. bias.SelectMany(value => Enumerable.Repeat(value, end * end))]);
        ForEachPair(shape, side, stride, pad, 1, (i, o, y, x, row, column, k) =>
        {
            int channel = (i / (shape[0] / group) * shape[1]) + o;
            if (row >= 0 && row < end && column >= 0 && column < end)
            {
                layer.Connect((((i * side) + y) * side) + x, (((channel * end) + row) * end) + column, kernel[k]);
            }
        });
        return layer;
    }

    public double[] Apply(IReadOnlyList<double> x) =>
        [.. Enumerable.Range(0, Outputs).Select(j => Enumerable.Range(0, Inputs).Sum(i => x[i] * Weights[i, j]) + Bias[j])];

    private static NaiveLayer Empty(int inputs, int outputs, double[] bias) => new(new double[inputs, outputs], new bool[inputs, outputs], bias);

    private void Connect(int input, int output, double weight)
    {
        Weights[input, output] = weight;
        Sees[input, output] = true;
    }

    private static void ForEachPair(int[] shape, int windows, int stride, int pad, int dilation, Action<int, int, int, int, int, int, int> visit)
    {
        int size = shape[2];
        for (int index = 0; index < shape[0] * shape[1] * size * size; index++)
        {
            int b = index / size % size;
            int a = index % size;
            for (int place = 0; place < windows * windows; place++)
            {
                int y = place / windows;
                int x = place % windows;
                visit(
                    index / (shape[1] * size * size),
                    index / (size * size) % shape[1],
                    y,
                    x,
                    (y * stride) - pad + (b * dilation),
                    (x * stride) - pad + (a * dilation),
                    index);
            }
        }
    }
}
