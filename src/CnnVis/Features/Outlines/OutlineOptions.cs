namespace CnnVis;

/// <summary>How much of a network is drawn together.</summary>
public sealed record OutlineOptions
{
    /// <summary>Whether blocks that are the same several times in a row are shown once, with a count. <value>The default is true.</value></summary>
    public bool FoldRepeats { get; init; } = true;
}
