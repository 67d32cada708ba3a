using CnnVis.Runtime.Kernels;

namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of matrix products.</summary>
internal static class MatrixProductRules
{
    /// <summary>dA = dY B^T, summed over what was broadcast.</summary>
    public static GraphValue Left(GradientScope g) => Left(g, g.Dy, g.X(1), input: 0, rightInput: 1);

    /// <summary>dB = A^T dY, summed over what was broadcast.</summary>
    public static GraphValue Right(GradientScope g) => Right(g, g.Dy, g.X(0), leftInput: 0, input: 1);

    public static GraphValue Left(GradientScope g, GraphValue dy, GraphValue right, int input, int rightInput) =>
        Left(g, dy, right, g.InputShape(input), g.InputShape(rightInput));

    public static GraphValue Left(GradientScope g, GraphValue dy, GraphValue right, BatchedShape shape, BatchedShape rightShape)
    {
        (BatchedShape a, BatchedShape b, BatchedShape y) = AsMatrices(g, shape, rightShape);
        GraphValue product = Multiply(g, g.Reshape(dy, g.OutputShape(), y), Transposed(g, right, rightShape, b));
        return g.Reshape(g.SumTo(product, ProductShape(y, a.Sizes[^2], a.Sizes[^1]), a), a, shape);
    }

    public static GraphValue Right(GradientScope g, GraphValue dy, GraphValue left, int leftInput, int input) =>
        Right(g, dy, left, g.InputShape(leftInput), g.InputShape(input));

    public static GraphValue Right(GradientScope g, GraphValue dy, GraphValue left, BatchedShape leftShape, BatchedShape shape)
    {
        (BatchedShape a, BatchedShape b, BatchedShape y) = AsMatrices(g, leftShape, shape);
        if (b.Rank == 2 && a.Rank > 2)
        {
            return g.Reshape(Multiply(g, Stacked(g, left, a, transposed: true), Stacked(g, dy, y, transposed: false)), shape);
        }

        GraphValue product = Multiply(g, Transposed(g, left, leftShape, a), g.Reshape(dy, g.OutputShape(), y));
        return g.Reshape(g.SumTo(product, ProductShape(y, b.Sizes[^2], b.Sizes[^1]), b), b, shape);
    }

    public static GraphValue GemmA(GradientScope g) => GemmA(g, g.Dy);

    public static GraphValue GemmA(GradientScope g, GraphValue dy)
    {
        bool transA = g.Int("transA", 0) == 1;
        bool transB = g.Int("transB", 0) == 1;
        if (g.UsesKernels && !transA && transB && g.Float("alpha", 1) == 1 && g.OutputShape().Sizes[0] == 1)
        {
            return g.Kernel(SparseProductKernel.Operator, [dy, g.X(1)]);
        }

        return transA ? Gemm(g, g.X(1), transB, dy, true) : Gemm(g, dy, false, g.X(1), !transB);
    }

    public static GraphValue GemmB(GradientScope g) => GemmB(g, g.Dy);

    public static GraphValue GemmB(GradientScope g, GraphValue dy)
    {
        bool transA = g.Int("transA", 0) == 1;
        bool transB = g.Int("transB", 0) == 1;
        return transB ? Gemm(g, dy, true, g.X(0), transA) : Gemm(g, g.X(0), !transA, dy, false);
    }

    public static GraphValue GemmC(GradientScope g) => GemmC(g, g.Dy);

    public static GraphValue GemmC(GradientScope g, GraphValue dy) => g.SumTo(dy, g.OutputShape(), g.InputShape(2)) * g.Float("beta", 1);

    private static GraphValue Gemm(GradientScope g, GraphValue a, bool transA, GraphValue b, bool transB) =>
        g.Op("Gemm", [a, b], ("alpha", g.Float("alpha", 1)), ("transA", transA ? 1L : 0L), ("transB", transB ? 1L : 0L));

    private static GraphValue Multiply(GradientScope g, GraphValue a, GraphValue b) => g.Op("MatMul", [a, b]);

    /// <summary>Vectors count as matrices of one row (on the left) or one column (on the right).</summary>
    private static (BatchedShape A, BatchedShape B, BatchedShape Y) AsMatrices(GradientScope g, BatchedShape a, BatchedShape b)
    {
        BatchedShape y = g.OutputShape();
        BatchedShape left = a.Rank == 1 ? new BatchedShape([1, a[0]], a.BatchAxis + 1) : a;
        BatchedShape right = b.Rank == 1 ? new BatchedShape([b[0], 1], b.BatchAxis) : b;
        IReadOnlyList<int> sizes = y.Sizes;
        int? batch = y.BatchAxis;
        if (a.Rank == 1)
        {
            int at = b.Rank == 1 ? sizes.Count : sizes.Count - 1;
            sizes = [.. sizes.Take(at), 1, .. sizes.Skip(at)];
            batch = batch >= at ? batch + 1 : batch;
        }

        if (b.Rank == 1)
        {
            sizes = [.. sizes, 1];
        }

        return (left, right, new BatchedShape(sizes, batch));
    }

    private static GraphValue Transposed(GradientScope g, GraphValue value, BatchedShape shape, BatchedShape matrix)
    {
        return g.Transpose(g.Reshape(value, shape, matrix), [.. Enumerable.Range(0, matrix.Rank - 2), matrix.Rank - 1, matrix.Rank - 2]);
    }

    /// <summary>All rows of all matrices below each other.</summary>
    private static GraphValue Stacked(GradientScope g, GraphValue value, BatchedShape shape, bool transposed)
    {
        GraphValue rows = g.Op("Reshape", [value, g.List(-1, shape.Sizes[^1])]);
        return transposed ? g.Transpose(rows, [1, 0]) : rows;
    }

    private static BatchedShape ProductShape(BatchedShape y, int rows, int columns) =>
        new([.. y.Sizes.Take(y.Rank - 2), rows, columns], y.BatchAxis < y.Rank - 2 ? y.BatchAxis : null);
}
