namespace CnnVis.Explanations.Similarity;

/// <summary>The structural similarity of two grey pictures with a range of 1.</summary>
/// <remarks>Wang, Bovik, Sheikh, Simoncelli: Image Quality Assessment: From Error Visibility to Structural Similarity, 2004.</remarks>
internal static class StructuralSimilarityIndex
{
    private const int Window = 11;
    private const double Sigma = 1.5;
    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    /// <summary>The mean over all windows that lie inside.</summary>
    public static double Of(double[] first, double[] second, int height, int width)
    {
        double[] down = Weights(Math.Min(Window, height - 1 + (height % 2)));
        double[] across = Weights(Math.Min(Window, width - 1 + (width % 2)));
        double[] meanOne = Windows(first, (a, _) => a);
        double[] meanOther = Windows(second, (a, _) => a);
        double[] squareOne = Windows(first, (a, _) => a * a);
        double[] squareOther = Windows(second, (a, _) => a * a);
        double[] product = Windows(first, (a, i) => a * second[i]);
        return Enumerable.Range(0, meanOne.Length).Average(i =>
        {
            (double one, double other) = (meanOne[i], meanOther[i]);
            (double varianceOne, double varianceOther) = (squareOne[i] - (one * one), squareOther[i] - (other * other));
            double covariance = product[i] - (one * other);
            return ((2 * one * other) + C1) * ((2 * covariance) + C2)
                / (((one * one) + (other * other) + C1) * (varianceOne + varianceOther + C2));
        });

        double[] Windows(double[] picture, Func<double, int, double> number)
        {
            (int rows, int columns) = (height - down.Length + 1, width - across.Length + 1);
            double[] narrowed = new double[height * columns];
            for (int i = 0; i < narrowed.Length; i++)
            {
                int start = (i / columns * width) + (i % columns);
                for (int k = 0; k < across.Length; k++)
                {
                    narrowed[i] += across[k] * number(picture[start + k], start + k);
                }
            }

            double[] sums = new double[rows * columns];
            for (int i = 0; i < sums.Length; i++)
            {
                for (int k = 0; k < down.Length; k++)
                {
                    sums[i] += down[k] * narrowed[i + (k * columns)];
                }
            }

            return sums;
        }
    }

    private static double[] Weights(int count)
    {
        double[] weights = [.. Enumerable.Range(0, count).Select(i => i - (count / 2)).Select(away => Math.Exp(-away * away / (2 * Sigma * Sigma)))];
        double sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }
}
