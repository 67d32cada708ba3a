namespace CnnVis;

/// <summary>Options of <see cref="KernelShapExtensions.KernelShap"/>.</summary>
public sealed record KernelShapOptions
{
    /// <summary>The parts of the image among which the score is shared out. <value>The default is <see cref="Segmentation.Slic"/>: about 50.</value></summary>
    public Segmentation Segments { get; init; } = Segmentation.Slic();

    /// <summary>
    /// The most coalitions that are scored. From 2^segments - 2 on all are, and the result is exact: up to 11 segments with the default.
    /// <value>The default is 2048.</value>
    /// </summary>
    public int Samples { get; init; } = 2048;

    /// <summary>What a hidden segment is replaced by. <value>The default is <see cref="Baseline.Zero"/>.</value></summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>The seed of the random coalitions. <value>The default is 0.</value></summary>
    public int Seed { get; init; }

    internal void Validate(ImageShape shape)
    {
        Segments.RefuseUnfit(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 2);
    }
}
