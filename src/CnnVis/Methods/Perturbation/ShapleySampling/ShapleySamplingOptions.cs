namespace CnnVis;

/// <summary>Options of <see cref="ShapleySamplingExtensions.ShapleySampling"/>.</summary>
public sealed record ShapleySamplingOptions
{
    /// <summary>The parts of the image among which the score is shared out. <value>The default is <see cref="Segmentation.Slic"/>: about 50.</value></summary>
    public Segmentation Segments { get; init; } = Segmentation.Slic();

    /// <summary>
    /// In how many random orders the segments are shown, one after the other. Every second order is the one before it backwards, which makes
    /// the estimate more exact. <value>The default is 24: about 1200 forward passes.</value>
    /// </summary>
    public int Samples { get; init; } = 24;

    /// <summary>What a hidden segment is replaced by. <value>The default is <see cref="Baseline.Zero"/>.</value></summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>The seed of the random orders. <value>The default is 0.</value></summary>
    public int Seed { get; init; }

    internal void Validate(ImageShape shape)
    {
        Segments.RefuseUnfit(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 1);
    }
}
