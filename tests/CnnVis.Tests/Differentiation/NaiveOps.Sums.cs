namespace CnnVis.Tests.Differentiation;

/// <content>Products and normalisations. Their derivatives are written as a matrix of all pairs, where the rules use the short form.</content>
internal static partial class NaiveOps
{
    private static double[]?[] MatMul(NaiveNode node)
    {
        NaiveTensor a = AsMatrix(node.X[0], isLeft: true);
        NaiveTensor b = AsMatrix(node.X[1], isLeft: false);
        int[] batch = BroadcastShape(a.Shape[..^2], b.Shape[..^2]);
        var dy = new NaiveTensor(node.Dy.Values, [.. batch, a.Shape[^2], b.Shape[^1]]);
        var da = NaiveTensor.Zeros(a.Shape);
        var db = NaiveTensor.Zeros(b.Shape);
        foreach (int[] y in dy.Indices())
        {
            for (int k = 0; k < a.Shape[^1]; k++)
            {
                int[] left = [.. Broadcast(y[..^2], a.Shape[..^2]), y[^2], k];
                int[] right = [.. Broadcast(y[..^2], b.Shape[..^2]), k, y[^1]];
                da[left] += dy[y] * b[right];
                db[right] += dy[y] * a[left];
            }
        }

        return [da.Values, db.Values];
    }

    private static double[]?[] Gemm(NaiveNode node)
    {
        bool transA = node.Int("transA", 0) == 1;
        bool transB = node.Int("transB", 0) == 1;
        double alpha = node.Real("alpha", 1);
        double beta = node.Real("beta", 1);
        NaiveTensor a = node.X[0];
        NaiveTensor b = node.X[1];
        var da = NaiveTensor.Zeros(a.Shape);
        var db = NaiveTensor.Zeros(b.Shape);
        NaiveTensor? dc = node.HasInput(2) ? NaiveTensor.Zeros(node.X[2].Shape) : null;
        foreach (int[] y in node.Dy.Indices())
        {
            for (int k = 0; k < a.Shape[transA ? 0 : 1]; k++)
            {
                int[] left = transA ? [k, y[0]] : [y[0], k];
                int[] right = transB ? [y[1], k] : [k, y[1]];
                da[left] += alpha * node.Dy[y] * b[right];
                db[right] += alpha * node.Dy[y] * a[left];
            }

            if (dc is not null)
            {
                dc[Broadcast(y, dc.Shape)] += beta * node.Dy[y];
            }
        }

        return [da.Values, db.Values, dc?.Values];
    }

    /// <summary>dy_i/dx_j = y_i (1[i = j] - y_j)</summary>
    private static double[]?[] Softmax(NaiveNode node) => OverDistributions(node, (y, i, j) => y[i] * ((i == j ? 1 : 0) - y[j]));

    /// <summary>dy_i/dx_j = 1[i = j] - exp(y_j)</summary>
    private static double[]?[] LogSoftmax(NaiveNode node) => OverDistributions(node, (y, i, j) => (i == j ? 1 : 0) - y[j]);

    private static double[]?[] OverDistributions(NaiveNode node, Func<double[], int, int, double> derivative)
    {
        int[] shape = node.X[0].Shape;
        int axis = Axis(node, node.Opset < 13 ? 1 : -1);
        int[] axes = node.Opset < 13 ? [.. Enumerable.Range(axis, shape.Length - axis)] : [axis];
        var dx = new double[node.X[0].Values.Length];
        foreach (int[] row in Rows(node.X[0], axes))
        {
            double[] powers = [.. row.Select(at => Math.Exp(node.X[0].Values[at]))];
            double[] y = [.. powers.Select(power => power / powers.Sum())];
            AddProducts(dx, node, row, row.Length, (i, j) => derivative(y, i, j));
        }

        return [dx];
    }

    private static double[]?[] LayerNormalization(NaiveNode node)
    {
        int axis = Axis(node, -1);
        NaiveTensor x = node.X[0];
        int[] axes = [.. Enumerable.Range(axis, x.Rank - axis)];
        return Normalized(node, axes, at => node.X[1].Values[at % node.X[1].Values.Length], node.Real("epsilon", 1e-5f));
    }

    private static double[]?[] InstanceNormalization(NaiveNode node)
    {
        NaiveTensor x = node.X[0];
        int places = x.Shape[2..].Aggregate(1, (product, size) => product * size);
        return Normalized(node, [.. Enumerable.Range(2, x.Rank - 2)], at => node.X[1].Values[at / places % x.Shape[1]], node.Real("epsilon", 1e-5f));
    }

    /// <summary>y_i = s_i (x_i - m) r: dy_i/dx_j = s_i r (1[i = j] - 1/n - r^2 (x_i - m) (x_j - m) / n)</summary>
    private static double[]?[] Normalized(NaiveNode node, int[] axes, Func<int, double> scaleOf, double epsilon)
    {
        var dx = new double[node.X[0].Values.Length];
        foreach (int[] row in Rows(node.X[0], axes))
        {
            double[] x = [.. row.Select(at => node.X[0].Values[at])];
            double mean = x.Average();
            double inverse = 1 / Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + epsilon);
            AddProducts(dx, node, row, x.Length, (i, j) =>
                scaleOf(row[i]) * inverse * ((i == j ? 1 : 0) - ((1 + (inverse * inverse * (x[i] - mean) * (x[j] - mean))) / x.Length)));
        }

        return [dx, .. node.X.Skip(1).Select(_ => (double[]?)null)];
    }

    /// <summary>y_i = x_i b_i^-beta, b_i = bias + alpha/n sum of the squares of the neighbours of i</summary>
    private static double[]?[] LocalResponse(NaiveNode node)
    {
        int size = node.Int("size", 1);
        double alpha = node.Real("alpha", 1e-4f);
        double beta = node.Real("beta", 0.75f);
        var dx = new double[node.X[0].Values.Length];
        foreach (int[] row in Rows(node.X[0], [1]))
        {
            double[] x = [.. row.Select(at => node.X[0].Values[at])];
            bool AreNeighbours(int i, int j) => j >= i - ((size - 1) / 2) && j <= i + (size / 2);
            double[] b =
            [
                .. x.Select((_, i) => node.Real("bias", 1) + (alpha / size * x.Where((_, j) => AreNeighbours(i, j)).Sum(value => value * value))),
            ];
            AddProducts(dx, node, row, x.Length, (i, j) =>
                (i == j ? Math.Pow(b[i], -beta) : 0) - (AreNeighbours(i, j) ? x[i] * beta * Math.Pow(b[i], -beta - 1) * 2 * alpha / size * x[j] : 0));
        }

        return [dx];
    }

    private static void AddProducts(double[] dx, NaiveNode node, int[] row, int count, Func<int, int, double> derivative)
    {
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                dx[row[j]] += node.Dy.Values[row[i]] * derivative(i, j);
            }
        }
    }

    /// <summary>The offsets of the elements that differ only along the axes, row by row.</summary>
    private static IEnumerable<int[]> Rows(NaiveTensor x, int[] axes) => x.Indices()
        .Select((index, offset) => (Key: string.Join(',', index.Where((_, axis) => !axes.Contains(axis))), Offset: offset))
        .GroupBy(pair => pair.Key, pair => pair.Offset)
        .Select(group => group.ToArray());

    private static NaiveTensor AsMatrix(NaiveTensor x, bool isLeft) =>
        x.Rank > 1 ? x : new NaiveTensor(x.Values, isLeft ? [1, x.Shape[0]] : [x.Shape[0], 1]);

    private static int[] BroadcastShape(int[] a, int[] b)
    {
        int rank = Math.Max(a.Length, b.Length);
        int SizeOf(int[] shape, int axis) => axis - (rank - shape.Length) is >= 0 and var own ? shape[own] : 1;
        return [.. Enumerable.Range(0, rank).Select(axis => Math.Max(SizeOf(a, axis), SizeOf(b, axis)))];
    }

    /// <summary>The element that an index of the broadcast shape reads.</summary>
    private static int[] Broadcast(int[] index, int[] shape) =>
        [.. shape.Select((size, axis) => size == 1 ? 0 : index[index.Length - shape.Length + axis])];
}
