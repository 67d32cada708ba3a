using System.Globalization;

namespace CnnVis.Skia;

/// <summary>
/// How far two pictures may differ: a share of all pixels may differ by more than a number of the 255 levels in a channel. A pixel counts once, with the
/// channel in which it differs most.
/// </summary>
public sealed record PictureTolerance
{
    /// <summary>No pixel may differ.</summary>
    public static PictureTolerance None { get; } = new() { Levels = 0, Share = 0 };

    /// <summary>By how much of 255 any pixel may differ, 0 to 255.</summary>
    /// <value>The default value is 4: what other processors' last bits make of a colour.</value>
    public int Levels { get; init; } = 4;

    /// <summary>Which share of all pixels may differ by more than that, 0 to 1.</summary>
    /// <value>The default value is 0.001: the edges of a few letters.</value>
    public double Share { get; init; } = 0.001;

    internal void Validate()
    {
        if (Levels is < 0 or > 255)
        {
            throw new ArgumentOutOfRangeException(nameof(Levels), Levels, string.Create(CultureInfo.InvariantCulture, $"Levels {Levels} must be from 0 to 255."));
        }

        if (!(Share >= 0 && Share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Share), Share, string.Create(CultureInfo.InvariantCulture, $"Share {Share} must be from 0 to 1."));
        }
    }
}
