namespace CnnVis.Skia;

/// <summary>Which evidence of a map with signs is drawn.</summary>
public enum EvidenceSign
{
    /// <summary>What speaks for the target and what speaks against it.</summary>
    Both,

    /// <summary>What speaks for the target.</summary>
    Positive,

    /// <summary>What speaks against it.</summary>
    Negative,
}
