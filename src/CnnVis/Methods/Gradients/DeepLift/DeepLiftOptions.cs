namespace CnnVis;

/// <summary>Options of <see cref="DeepLiftExtensions.DeepLift"/>.</summary>
public sealed record DeepLiftOptions
{
    /// <summary>
    /// What the image is compared with: the map says why its score differs from this one's. <value>The default is
    /// <see cref="Baseline.Zero"/>.</value>
    /// </summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    internal void Validate() => ArgumentNullException.ThrowIfNull(Baseline);
}
