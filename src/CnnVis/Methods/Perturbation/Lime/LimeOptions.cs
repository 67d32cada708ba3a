using System.Globalization;

namespace CnnVis;

/// <summary>Options of <see cref="LimeExtensions.Lime"/>: the defaults are LIME's own for images.</summary>
public sealed record LimeOptions
{
    /// <summary>The parts of the image that are hidden at random. <value>The default is <see cref="Segmentation.Quickshift"/>.</value></summary>
    public Segmentation Segments { get; init; } = Segmentation.Quickshift();

    /// <summary>How many images the model is fitted to, the unchanged one included. <value>The default is 1000.</value></summary>
    public int Samples { get; init; } = 1000;

    /// <summary>
    /// How near an image must be to the whole one to count: its weight is exp(-d^2 / 2 width^2), with d the cosine distance of what is shown
    /// from everything. <value>The default is 0.25.</value>
    /// </summary>
    public float KernelWidth { get; init; } = 0.25f;

    /// <summary>How strongly coefficients are drawn towards 0, the ridge penalty. <value>The default is 1.</value></summary>
    public float Alpha { get; init; } = 1;

    /// <summary>What a hidden segment is replaced by. <value>The default is null: the segment's own mean colour.</value></summary>
    public Baseline? Baseline { get; init; }

    /// <summary>The seed of the random images. <value>The default is 0.</value></summary>
    public int Seed { get; init; }

    internal void Validate(ImageShape shape)
    {
        Segments.RefuseUnfit(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 2);
        if (!float.IsFinite(KernelWidth) || KernelWidth <= 0 || !float.IsFinite(Alpha) || Alpha <= 0)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(KernelWidth)} {KernelWidth} and {nameof(Alpha)} {Alpha} must be above 0."));
        }
    }
}
