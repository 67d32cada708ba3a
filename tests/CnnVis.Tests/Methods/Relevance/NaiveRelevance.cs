namespace CnnVis.Tests.Methods.Relevance;

/// <summary>The rules written from their formulas, element by element in doubles: R_i = sum_j share_ij R_j / (sum_i share_ij + bias_j).</summary>
internal static class NaiveRelevance
{
    /// <summary>Large enough that where y - b is nearly 0 its rounding does not show.</summary>
    public const float Epsilon = 0.01f;

    private const double Stabilizer = 1e-6;

    public static double[] Of(string rule, NaiveLayer layer, double[] x, double[] relevance, bool ignoresBias, double low)
    {
        double[] bias = ignoresBias ? new double[layer.Outputs] : layer.Bias;
        double Product(int i, int j) => x[i] * layer.Weights[i, j];
        double Z(int j) => Enumerable.Range(0, layer.Inputs).Sum(i => Product(i, j)) + bias[j];
        return rule switch
        {
            "epsilon" => Share(layer, relevance, Product, j => bias[j], Epsilon),
            "z+" => Share(layer, relevance, (i, j) => Math.Max(Product(i, j), 0), j => Math.Max(bias[j], 0)),
            "z-" => Share(layer, relevance, (i, j) => Math.Min(Product(i, j), 0), j => Math.Min(bias[j], 0)),
            "alpha-beta" =>
            [
                .. Of("z+", layer, x, relevance, ignoresBias, low).Zip(Of("z-", layer, x, relevance, ignoresBias, low), (raising, lowering) => (2 * raising) - lowering),
            ],
            "gamma" => Gamma(layer, relevance, Product, Z, bias, 0.25),
            "flat" => Share(layer, relevance, (i, j) => layer.Sees[i, j] ? 1 : 0, _ => 0),
            "w-square" => Share(layer, relevance, (i, j) => layer.Weights[i, j] * layer.Weights[i, j], j => bias[j] * bias[j]),
            "z-box" => Share(
                layer,
                relevance,
                (i, j) => Product(i, j) - (low * Math.Max(layer.Weights[i, j], 0)) - (2 * Math.Min(layer.Weights[i, j], 0)),
                j => bias[j] - Math.Max(bias[j], 0) - Math.Min(bias[j], 0)),
            _ => throw new ArgumentException(rule),
        };
    }

    /// <summary>Where z is positive what raises it counts more, where it is negative what lowers it.</summary>
    private static double[] Gamma(
        NaiveLayer layer, double[] relevance, Func<int, int, double> product, Func<int, double> z, double[] bias, double gamma)
    {
        double[] ofZ = [.. Enumerable.Range(0, layer.Outputs).Select(z)];
        double Raised(double value, int j) => value + (gamma * (ofZ[j] > 0 ? Math.Max(value, 0) : Math.Min(value, 0)));
        return Share(layer, relevance, (i, j) => Raised(product(i, j), j), j => Raised(bias[j], j));
    }

    private static double[] Share(NaiveLayer layer, double[] relevance, Func<int, int, double> share, Func<int, double> bias, double epsilon = Stabilizer)
    {
        double[] shared = new double[layer.Inputs];
        for (int j = 0; j < layer.Outputs; j++)
        {
            double sum = Enumerable.Range(0, layer.Inputs).Sum(i => share(i, j)) + bias(j);
            double quotient = relevance[j] / (sum + (sum < 0 ? -epsilon : epsilon));
            for (int i = 0; i < layer.Inputs; i++)
            {
                shared[i] += share(i, j) * quotient;
            }
        }

        return shared;
    }
}
