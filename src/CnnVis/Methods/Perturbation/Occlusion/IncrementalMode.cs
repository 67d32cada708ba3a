using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CnnVis;

/// <summary>How much of the network is computed again for each window of an occlusion. As text: off, exact, approximate, approximate:TAU.</summary>
public sealed record IncrementalMode : IParsable<IncrementalMode>
{
    private const double DefaultThreshold = 1;
    private const string ApproximateName = "approximate";

    private readonly string _name;

    private IncrementalMode(string name, double threshold) => (_name, Threshold) = (name, threshold);

    /// <summary>All of it.</summary>
    public static IncrementalMode Off { get; } = new("off", 1);

    /// <summary>
    /// What the window changes, around it, up to where that is most of the network; the rest is taken from the unchanged image. The map is the
    /// same, but for the rounding of float32.
    /// </summary>
    public static IncrementalMode Exact { get; } = new("exact", 1);

    /// <summary>Up to which share of a tensor's height and width changes are followed; 1 for all of them.</summary>
    internal double Threshold { get; }

    internal bool IsApproximate => _name == ApproximateName;

    /// <summary>
    /// Less than half of the work, for a map that looks alike but is not that of the model: a note of the result says how well a few windows agree with the
    /// whole network. Windows that lie side by side are scored first, then 10 % of those that overlap them, where the score changes most; the others are
    /// interpolated, but for eight whose exact scores show how far off that is. For each window that is scored, changes count only near it: where they reach over more than a share of a tensor's height or width, what
    /// lies further away is taken from the unchanged image.
    /// </summary>
    /// <remarks>Nakandala, Kumar and Papakonstantinou, Incremental and Approximate Inference for Faster Occlusion-based Deep CNN Explanations, 2019:
    /// adaptive drill-down, here with interpolation, and the projective field threshold.</remarks>
    /// <param name="tau">The share, above 0 and up to 1, where no change is left out. <value>The default is 1: smaller shares save little on most networks, and need sessions of their own.</value></param>
    /// <returns>The mode.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not above 0 and at most 1.</exception>
    public static IncrementalMode Approximate(double tau = DefaultThreshold) => tau is > 0 and <= 1
        ? new IncrementalMode(ApproximateName, tau)
        : throw new ArgumentOutOfRangeException(nameof(tau), tau, "The share of a tensor that is followed lies above 0 and is at most 1.");

    /// <inheritdoc/>
    public static IncrementalMode Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out IncrementalMode? mode)
        ? mode
        : throw new FormatException("Give off, exact, approximate or approximate:TAU with TAU above 0 and at most 1.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out IncrementalMode result)
    {
        string[] parts = (s ?? "").ToLowerInvariant().Split(':');
        result = parts switch
        {
            ["off"] => Off,
            ["exact"] => Exact,
            [ApproximateName] => Approximate(),
            [ApproximateName, string text] when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double tau) && tau is > 0 and <= 1 => Approximate(tau),
            _ => null,
        };
        return result is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => IsApproximate ? string.Create(CultureInfo.InvariantCulture, $"{_name}:{Threshold}") : _name;
}
