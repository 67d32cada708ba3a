using System.Numerics.Tensors;

namespace CnnVis.Features.Surveys;

/// <summary>The two directions in which rows differ most, and which share of their variance each shows.</summary>
/// <remarks>Orthogonal iteration with a Rayleigh-Ritz step (Golub and Van Loan, Matrix Computations): a few more directions than wanted are carried
/// along, so that it converges where both variances are close.</remarks>
internal sealed record PrincipalAxes(double[] First, double[] Second, (double First, double Second) Explained)
{
    private const int Directions = 8;
    private const int MostSteps = 2000;
    private const double SmallestResidual = 1e-10;

    /// <param name="rows">Rows whose mean is zero.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static PrincipalAxes Of(double[][] rows, CancellationToken cancellationToken)
    {
        int length = rows[0].Length;
        var random = new CounterRandom(seed: 1);
        double[][] axes = [.. Enumerable.Range(0, Directions).Select(axis => Enumerable.Range(0, length).Select(i => (double)random.Normal(axis, i)).ToArray())];
        double[] variances = new double[Directions];
        Orthonormalise(axes);
        for (int step = 0; step < MostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[][] images = [.. axes.Select(axis => Covariance(rows, axis))];
            (variances, double[][] rotation) = SymmetricEigen.Of(Products(axes, images));
            (axes, images) = (Rotated(axes, rotation), Rotated(images, rotation));
            if (Enumerable.Range(0, 2).All(i => Residual(images[i], axes[i], variances[i]) <= SmallestResidual * variances[0]))
            {
                break;
            }

            axes = images;
            Orthonormalise(axes);
        }

        double total = rows.Sum(row => TensorPrimitives.SumOfSquares<double>(row));
        return new PrincipalAxes(Signed(axes[0]), Signed(axes[1]), total > 0 ? (variances[0] / total, Math.Max(variances[1], 0) / total) : (0, 0));
    }

    private static double[] Covariance(double[][] rows, double[] axis)
    {
        double[] product = new double[axis.Length];
        foreach (double[] row in rows)
        {
            TensorPrimitives.MultiplyAdd(row, TensorPrimitives.Dot<double>(row, axis), product, product);
        }

        return product;
    }

    private static double[,] Products(double[][] left, double[][] right)
    {
        double[,] products = new double[left.Length, left.Length];
        for (int i = 0; i < left.Length; i++)
        {
            for (int j = 0; j < left.Length; j++)
            {
                products[i, j] = (TensorPrimitives.Dot<double>(left[i], right[j]) + TensorPrimitives.Dot<double>(left[j], right[i])) / 2;
            }
        }

        return products;
    }

    private static double[][] Rotated(double[][] vectors, double[][] rotation) =>
    [
        .. rotation.Select(weights =>
        {
            double[] sum = new double[vectors[0].Length];
            for (int i = 0; i < weights.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(vectors[i], weights[i], sum, sum);
            }

            return sum;
        }),
    ];

    private static double Residual(double[] image, double[] axis, double variance)
    {
        double[] scaled = new double[axis.Length];
        TensorPrimitives.Multiply(axis, variance, scaled);
        return TensorPrimitives.Distance<double>(image, scaled);
    }

    /// <summary>Gram-Schmidt, twice because once loses digits; what depends on the vectors before becomes zero.</summary>
    private static void Orthonormalise(double[][] vectors)
    {
        for (int i = 0; i < vectors.Length; i++)
        {
            double before = TensorPrimitives.Norm<double>(vectors[i]);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    TensorPrimitives.MultiplyAdd(vectors[j], -TensorPrimitives.Dot<double>(vectors[i], vectors[j]), vectors[i], vectors[i]);
                }
            }

            double norm = TensorPrimitives.Norm<double>(vectors[i]);
            TensorPrimitives.Multiply(vectors[i], norm > 1e-12 * before ? 1 / norm : 0, vectors[i]);
        }
    }

    private static double[] Signed(double[] axis)
    {
        TensorPrimitives.Multiply(axis, axis[TensorPrimitives.IndexOfMaxMagnitude<double>(axis)] < 0 ? -1 : 1, axis);
        return axis;
    }
}
