namespace CnnVis;

/// <summary>How an integral from 0 to 1 becomes a weighted sum of values at points.</summary>
public enum Quadrature
{
    /// <summary>The points and weights that are exact for polynomials of the highest possible degree.</summary>
    GaussLegendre,

    /// <summary>Equal steps, each at its beginning.</summary>
    Left,

    /// <summary>Equal steps, each at its end.</summary>
    Right,

    /// <summary>Equal steps, each in its middle.</summary>
    Middle,

    /// <summary>Points from 0 to 1 joined by straight lines; the two ends count half.</summary>
    Trapezoid,
}
