namespace CnnVis;

/// <summary>Whether the gradient of one node agrees with differences of the node itself, on the values that it had in this run.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Operator">Its operator.</param>
/// <param name="Input">The tensor with respect to which it was differentiated.</param>
/// <param name="Numeric">The derivative by central differences, in a direction of its own choice.</param>
/// <param name="Analytic">The same derivative from the gradient rule.</param>
/// <param name="Skipped">Why it could not be checked by differences; null where it was.</param>
public sealed record NodeGradientCheck(string Node, string Operator, string Input, double Numeric, double Analytic, string? Skipped)
{
    /// <summary>The largest relative error that passes.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>The difference relative to the larger of the two.</summary>
    public double RelativeError => Numeric == Analytic ? 0 : Math.Abs(Analytic - Numeric) / Math.Max(Math.Abs(Analytic), Math.Abs(Numeric));

    /// <summary>True where the two agree, or nothing could be compared.</summary>
    public bool Passed => Skipped is not null || RelativeError <= Tolerance;
}
