using System.Numerics.Tensors;

namespace CnnVis.Features.Dreams;

/// <summary>
/// The Fourier basis in real form along rows and columns: cas(2 pi j k / n) / sqrt(n), cas = cos + sin (Hartley, 1942). Real numbers in and out,
/// orthonormal and symmetric, and so its own inverse and its own adjoint. Two products of matrices: any size, and fast up to a few hundred.
/// </summary>
internal sealed class RealFourier(int height, int width)
{
    private readonly float[] _alongRows = Basis(width);
    private readonly float[] _alongColumns = Basis(height);

    /// <summary>Transforms a plane, row by row.</summary>
    public float[] Transform(ReadOnlySpan<float> plane) => Product(_alongColumns, Product(plane, _alongRows, width), width);

    /// <summary>Cycles per pixel of the wave that belongs to a row and a column of the transformed plane.</summary>
    public double Frequency(int row, int column) => Math.Sqrt(Square(Cycles(row, height)) + Square(Cycles(column, width)));

    private static double Cycles(int index, int length) => (double)Math.Min(index, length - index) / length;

    private static double Square(double value) => value * value;

    private static float[] Basis(int length)
    {
        float[] basis = new float[length * length];
        for (int j = 0; j < length; j++)
        {
            for (int k = 0; k < length; k++)
            {
                // Reduced first: the angle stays small and exact.
                double angle = 2 * Math.PI * ((long)j * k % length) / length;
                basis[(j * length) + k] = (float)((Math.Cos(angle) + Math.Sin(angle)) / Math.Sqrt(length));
            }
        }

        return basis;
    }

    /// <summary>The product of two matrices, the second with rows of a width, as sums of its rows.</summary>
    private static float[] Product(ReadOnlySpan<float> left, ReadOnlySpan<float> right, int width)
    {
        int inner = right.Length / width;
        float[] product = new float[left.Length / inner * width];
        for (int i = 0; i < left.Length; i++)
        {
            Span<float> sum = product.AsSpan(i / inner * width, width);
            TensorPrimitives.MultiplyAdd(right.Slice(i % inner * width, width), left[i], sum, sum);
        }

        return product;
    }
}
