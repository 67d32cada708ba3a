using System.Globalization;

namespace CnnVis;

/// <summary>Options of <see cref="FiniteDifferencesExtensions.FiniteDifferences"/>.</summary>
public sealed record FiniteDifferencesOptions
{
    /// <summary>Into how many blocks each side of the image is divided. <value>The default is 16: 512 forward passes.</value></summary>
    public int Blocks { get; init; } = 16;

    /// <summary>Segments instead of blocks: the pixels of a segment are moved together. <value>The default is none.</value></summary>
    public Segmentation? Segments { get; init; }

    /// <summary>
    /// How far pixels are moved, as a part of the range of the image's values. Smaller steps are truer to the gradient, until the rounding of
    /// float32 shows. <value>The default is 0.01.</value>
    /// </summary>
    public float Step { get; init; } = 0.01f;

    /// <summary>
    /// Null moves one block at a time, which is exact up to the step. A number moves all blocks at once in so many random directions, at two
    /// forward passes each: an estimate without bias whose error falls with the square root of their number. <value>The default is null.</value>
    /// </summary>
    public int? RandomDirections { get; init; }

    /// <summary>The seed of the random directions. <value>The default is 0.</value></summary>
    public int Seed { get; init; }

    internal void Validate(ImageShape shape)
    {
        Segments?.RefuseUnfit(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(Blocks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RandomDirections ?? 1, 1, nameof(RandomDirections));
        if (!float.IsFinite(Step) || Step <= 0)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(Step)} is {Step}; it must be a finite number above 0."));
        }
    }
}
