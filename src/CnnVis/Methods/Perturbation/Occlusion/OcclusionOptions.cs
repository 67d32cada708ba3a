using CnnVis.Methods;

namespace CnnVis;

/// <summary>Options of <see cref="OcclusionExtensions.Occlusion"/>.</summary>
public sealed record OcclusionOptions
{
    private const int WindowsAcrossShorterSide = 7;

    /// <summary>
    /// The size of the window that hides a part of the image, in pixels of the model's input.
    /// <value>The default is a seventh of the shorter side: 32 for an input of 224.</value>
    /// </summary>
    public WindowSize? Window { get; init; }

    /// <summary>How far the window moves at each step. <value>The default is half the window.</value></summary>
    public WindowSize? Stride { get; init; }

    /// <summary>What hidden pixels are replaced by. <value>The default is <see cref="Baseline.Zero"/>, as in Captum.</value></summary>
    public Baseline Fill { get; init; } = Baseline.Zero;

    /// <summary>
    /// Whether each window computes only what it changes in the network. Where that is not possible or gains nothing, every window runs through the
    /// whole network. <see cref="IncrementalMode.Approximate"/> does less than half of that. <value>The default is <see cref="IncrementalMode.Exact"/>.</value>
    /// </summary>
    public IncrementalMode Incremental { get; init; } = IncrementalMode.Exact;

    /// <summary>The same options with the defaults filled in, refused where they do not fit the image.</summary>
    internal OcclusionOptions ForShape(ImageShape shape)
    {
        ArgumentNullException.ThrowIfNull(Incremental);
        WindowSize window = Window ?? Math.Max(1, (int)Math.Round((double)Math.Min(shape.Height, shape.Width) / WindowsAcrossShorterSide));
        WindowSize stride = Stride ?? new WindowSize(Math.Max(1, window.Height / 2), Math.Max(1, window.Width / 2));
        WindowGrid.RefuseImpossible(shape.Height, shape.Width, window, stride);
        return this with { Window = window, Stride = stride };
    }
}
