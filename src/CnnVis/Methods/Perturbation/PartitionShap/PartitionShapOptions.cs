namespace CnnVis;

/// <summary>Options of <see cref="PartitionShapExtensions.PartitionShap"/>.</summary>
public sealed record PartitionShapOptions
{
    /// <summary>
    /// The smallest parts, which are not divided any further. The halves are made of them. <value>The default is a grid of 64x64: of single
    /// pixels where the input has no more.</value>
    /// </summary>
    public Segmentation Segments { get; init; } = Segmentation.Grid(64);

    /// <summary>The most images that are scored for each target: two for each division, and the baseline. <value>The default is 500, as in SHAP.</value></summary>
    public int MaxEvaluations { get; init; } = 500;

    /// <summary>What hidden parts are replaced by. <value>The default is <see cref="Baseline.Zero"/>.</value></summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    internal void Validate(ImageShape shape)
    {
        Segments.RefuseUnfit(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEvaluations, 3);
    }
}
