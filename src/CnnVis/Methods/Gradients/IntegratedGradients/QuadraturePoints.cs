namespace CnnVis.Methods;

/// <summary>Where an integral from 0 to 1 is looked at, and what each value counts. The weights add up to 1.</summary>
internal static class QuadraturePoints
{
    // Each doubles the digits, of which the first guess has two or more.
    private const int NewtonSteps = 6;

    public static (double Point, double Weight)[] Of(Quadrature quadrature, int count) => quadrature switch
    {
        Quadrature.GaussLegendre => [.. Enumerable.Range(0, count).Select(i => GaussLegendre(count, i))],
        Quadrature.Left => [.. Enumerable.Range(0, count).Select(i => ((double)i / count, 1.0 / count))],
        Quadrature.Right => [.. Enumerable.Range(0, count).Select(i => ((i + 1.0) / count, 1.0 / count))],
        Quadrature.Middle => [.. Enumerable.Range(0, count).Select(i => ((i + 0.5) / count, 1.0 / count))],
        Quadrature.Trapezoid => [.. Enumerable.Range(0, count).Select(i =>
            (i / (count - 1.0), (i == 0 || i == count - 1 ? 0.5 : 1) / (count - 1)))],
        _ => throw new ArgumentOutOfRangeException(nameof(quadrature), quadrature, "There is no such quadrature."),
    };

    /// <summary>The points are the roots of the Legendre polynomial P of that degree, the weights 2 / ((1 - x^2) P'(x)^2), halved for a length of 1.</summary>
    private static (double Point, double Weight) GaussLegendre(int degree, int index)
    {
        double root = -Math.Cos(Math.PI * (index + 0.75) / (degree + 0.5));
        for (int step = 0; step < NewtonSteps; step++)
        {
            (double value, double slope) = Legendre(degree, root);
            root -= value / slope;
        }

        double slopeAtRoot = Legendre(degree, root).Slope;
        return ((1 + root) / 2, 1 / ((1 - (root * root)) * slopeAtRoot * slopeAtRoot));
    }

    /// <summary>The Legendre polynomial and its slope, by the recursion n P(n) = (2n - 1) x P(n-1) - (n - 1) P(n-2).</summary>
    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        (double before, double value) = (1, x);
        for (int n = 2; n <= degree; n++)
        {
            (before, value) = (value, ((((2 * n) - 1) * x * value) - ((n - 1) * before)) / n);
        }

        return (value, degree * ((x * value) - before) / ((x * x) - 1));
    }
}
