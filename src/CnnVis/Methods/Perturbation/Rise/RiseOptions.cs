using System.Globalization;
using CnnVis.Explanations;

namespace CnnVis;

/// <summary>Options of <see cref="RiseExtensions.Rise"/>.</summary>
public sealed record RiseOptions
{
    private const int MostCells = 1024;

    /// <summary>The most masks, each a forward pass. <value>The default is 4000.</value></summary>
    public int Masks { get; init; } = 4000;

    /// <summary>Into how many cells a mask divides each side of the image, at most 1024: more shows finer places and needs more masks. <value>The default is 8.</value></summary>
    public int Cells { get; init; } = 8;

    /// <summary>How probable it is that a cell is shown. <value>The default is 0.5.</value></summary>
    public float Probability { get; init; } = 0.5f;

    /// <summary>
    /// Stops when a map has settled: after every 500 masks it is compared with the map 500 masks before. It has settled when the root mean
    /// square of the change is at most this part of the standard deviation of its numbers. 0 uses all masks. <value>The default is 0.1.</value>
    /// </summary>
    public float SettledBelow { get; init; } = 0.1f;

    /// <summary>What the numbers are. <value>The default is <see cref="RiseNormalization.Centered"/>.</value></summary>
    public RiseNormalization Normalization { get; init; }

    /// <summary>What hidden places fade to. <value>The default is <see cref="Baseline.Zero"/>.</value></summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>The seed of the masks. <value>The default is 0.</value></summary>
    public int Seed { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Masks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Cells, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Cells, MostCells);
        EnumOption.Validate(Normalization, nameof(Normalization));
        if (!(Probability > 0 && Probability < 1))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(Probability)} is {Probability}; it must lie between 0 and 1."));
        }

        if (!(SettledBelow >= 0 && float.IsFinite(SettledBelow)))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(SettledBelow)} is {SettledBelow}; it must be 0 or more."));
        }
    }
}
