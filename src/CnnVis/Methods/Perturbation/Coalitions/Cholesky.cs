namespace CnnVis.Methods;

/// <summary>A symmetric positive definite matrix as L L', to solve equations with it.</summary>
internal sealed class Cholesky
{
    // Below this part of its own size what is left of a diagonal element is rounding.
    private const double LeastPivot = 1e-11;

    private readonly double[,] _lower;

    private Cholesky(double[,] lower) => _lower = lower;

    /// <summary>Factors a matrix; null where it is singular.</summary>
    public static Cholesky? Of(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[,] lower = new double[size, size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double rest = matrix[row, column];
                for (int k = 0; k < column; k++)
                {
                    rest -= lower[row, k] * lower[column, k];
                }

                if (column < row)
                {
                    lower[row, column] = rest / lower[column, column];
                }
                else if (rest > LeastPivot * matrix[row, row])
                {
                    lower[row, row] = Math.Sqrt(rest);
                }
                else
                {
                    return null;
                }
            }
        }

        return new Cholesky(lower);
    }

    /// <summary>The x of matrix * x = right.</summary>
    public double[] Solve(IReadOnlyList<double> right)
    {
        int size = right.Count;
        double[] solution = [.. right];
        for (int row = 0; row < size; row++)
        {
            for (int k = 0; k < row; k++)
            {
                solution[row] -= _lower[row, k] * solution[k];
            }

            solution[row] /= _lower[row, row];
        }

        for (int row = size - 1; row >= 0; row--)
        {
            for (int k = row + 1; k < size; k++)
            {
                solution[row] -= _lower[k, row] * solution[k];
            }

            solution[row] /= _lower[row, row];
        }

        return solution;
    }
}
