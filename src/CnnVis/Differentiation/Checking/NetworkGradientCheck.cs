namespace CnnVis;

/// <summary>Whether the score changes along its own gradient as fast as the gradient says.</summary>
/// <param name="Numeric">The derivative by central differences at the best of five step sizes.</param>
/// <param name="Analytic">The length of the gradient.</param>
/// <param name="Step">How far the score was to move, as a part of it.</param>
public sealed record NetworkGradientCheck(double Numeric, double Analytic, double Step)
{
    /// <summary>The largest relative error that passes: a deep network of ReLUs has kinks at every step size.</summary>
    public const double Tolerance = 0.05;

    /// <summary>The difference relative to the gradient's length.</summary>
    public double RelativeError => Numeric == Analytic ? 0 : Math.Abs(Analytic - Numeric) / Math.Max(Math.Abs(Analytic), Math.Abs(Numeric));

    /// <summary>True where the two agree.</summary>
    public bool Passed => RelativeError <= Tolerance;
}
