namespace CnnVis.Features.Surveys;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations.</summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60;

    /// <summary>The eigenvalues, the largest first, and a unit vector for each.</summary>
    public static (double[] Values, double[][] Vectors) Of(double[,] symmetric)
    {
        int size = symmetric.GetLength(0);
        double[,] matrix = (double[,])symmetric.Clone();
        double[][] vectors = [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Select(j => i == j ? 1.0 : 0).ToArray())];
        for (int sweep = 0; sweep < MostSweeps && Sweep(matrix, vectors); sweep++)
        {
        }

        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => matrix[i, i])];
        return ([.. order.Select(i => matrix[i, i])], [.. order.Select(i => vectors[i])]);
    }

    /// <summary>Clears every element beside the diagonal once; clearing one disturbs others, less with every sweep.</summary>
    /// <returns>False when all were clear.</returns>
    private static bool Sweep(double[,] matrix, double[][] vectors)
    {
        bool changed = false;
        for (int row = 0; row < vectors.Length; row++)
        {
            for (int column = row + 1; column < vectors.Length; column++)
            {
                if (Math.Abs(matrix[row, column]) > 1e-15 * Math.Sqrt(Math.Abs(matrix[row, row] * matrix[column, column])))
                {
                    Rotate(matrix, vectors, row, column);
                    changed = true;
                }
            }
        }

        return changed;
    }

    private static void Rotate(double[,] matrix, double[][] vectors, int p, int q)
    {
        double slope = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
        double tangent = (slope < 0 ? -1 : 1) / (Math.Abs(slope) + Math.Sqrt((slope * slope) + 1));
        double cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        double sine = tangent * cosine;
        for (int i = 0; i < vectors.Length; i++)
        {
            (matrix[i, p], matrix[i, q]) = Turned(matrix[i, p], matrix[i, q]);
        }

        for (int i = 0; i < vectors.Length; i++)
        {
            (matrix[p, i], matrix[q, i]) = Turned(matrix[p, i], matrix[q, i]);
            (vectors[p][i], vectors[q][i]) = Turned(vectors[p][i], vectors[q][i]);
        }

        (double, double) Turned(double one, double other) => ((cosine * one) - (sine * other), (sine * one) + (cosine * other));
    }
}
