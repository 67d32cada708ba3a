using System.Globalization;

namespace CnnVis.Skia;

/// <summary>How the evidence for a target is marked on its picture.</summary>
public sealed record EvidenceOptions
{
    /// <summary>Which target's map, in the order of <see cref="Explanation.Targets"/>. <value>The default is the first.</value></summary>
    public int Target { get; init; }

    /// <summary>For masks and regions: the share of the evidence that is kept or outlined. <value>The default is 0.6.</value></summary>
    public double Share { get; init; } = 0.6;

    /// <summary>For contours: the shares of the evidence within the lines. <value>The default is a quarter, half and three quarters.</value></summary>
    public IReadOnlyList<double> Shares { get; init; } = [0.25, 0.5, 0.75];

    /// <summary>For regions: how many are outlined at most. <value>The default is 3.</value></summary>
    public int Most { get; init; } = 3;

    /// <summary>For masks: what becomes of the rest. <value>The default is that it is blurred.</value></summary>
    public MaskOutside Outside { get; init; } = MaskOutside.Blurred;

    /// <summary>The length of the picture's longer side. <value>The default is the picture's own, at least 512 and at most 1600.</value></summary>
    public int? Size { get; init; }

    /// <summary>True to write above what is shown and what the lines stand for. <value>The default is true.</value></summary>
    public bool Annotate { get; init; } = true;

    internal void Validate(Explanation explanation)
    {
        if (Target < 0 || Target >= explanation.Maps.Count)
        {
            throw new ArgumentException($"There is no target {Target}: the explanation has {explanation.Maps.Count} maps.");
        }

        double[] wrong = [.. Shares.Append(Share).Where(share => share is not (> 0 and <= 1))];
        if (wrong.Length > 0)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A share of the evidence is above 0 and at most 1, not {wrong[0]}."));
        }

        if (Shares.Count is < 1 or > 8 || Most is < 1 or > 20 || Size is < 16 or > 16_384 || !Enum.IsDefined(Outside))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"There must be 1 to 8 shares ({Shares.Count} given), Most {Most} from 1 to 20, Size {Size} from 16 to 16384, Outside one of {string.Join(", ", Enum.GetNames<MaskOutside>())}."));
        }
    }
}
