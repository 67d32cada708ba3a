namespace CnnVis.Tests.Support;

/// <summary>The points and weights of Gauss-Legendre integration from 0 to 1.</summary>
internal static class GaussLegendre
{
    private const int NewtonSteps = 100;

    public static IReadOnlyList<(double Point, double Weight)> Points(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Point(count, Math.Cos(Math.PI * (i + 0.75) / (count + 0.5))))];

    private static (double Point, double Weight) Point(int count, double nearRoot)
    {
        double root = nearRoot;
        for (int step = 0; step < NewtonSteps; step++)
        {
            (double value, double slope) = Polynomial(count, root);
            root -= value / slope;
        }

        double slopeAtRoot = Polynomial(count, root).Slope;
        return ((1 + root) / 2, 1 / ((1 - (root * root)) * slopeAtRoot * slopeAtRoot));
    }

    /// <summary>The Legendre polynomial of a degree, by Bonnet's recursion, and its slope.</summary>
    private static (double Value, double Slope) Polynomial(int degree, double x)
    {
        (double before, double value) = (1, x);
        for (int k = 2; k <= degree; k++)
        {
            (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
        }

        return (value, degree * ((x * value) - before) / ((x * x) - 1));
    }
}
