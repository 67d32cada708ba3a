namespace CnnVis;

/// <summary>Something that is wrong, or may be: what was seen, what it means, what to try.</summary>
public sealed class Finding
{
    internal Finding(FindingKind kind, FindingSeverity severity)
    {
        Kind = kind;
        Severity = severity;
    }

    /// <summary>What kind of thing it is.</summary>
    public FindingKind Kind { get; }

    /// <summary>How much it matters.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>The layers and channels concerned; empty where it concerns the input.</summary>
    public IReadOnlyList<FindingPlace> Places { get; internal init; } = [];

    /// <summary>What was seen, with numbers.</summary>
    public required string Seen { get; init; }

    /// <summary>What it means.</summary>
    public required string Meaning { get; init; }

    /// <summary>What to try.</summary>
    public required string Advice { get; init; }

    /// <summary>The numbers of <see cref="Seen"/> by name, for programs.</summary>
    public IReadOnlyDictionary<string, double> Numbers { get; internal init; } = new Dictionary<string, double>();

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}: {Seen}";
}
