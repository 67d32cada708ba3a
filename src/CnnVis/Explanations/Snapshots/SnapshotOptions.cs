namespace CnnVis;

/// <summary>How an explanation becomes a text for a snapshot test.</summary>
public sealed record SnapshotOptions
{
    /// <summary>Rows and columns of the coarse grid; no more than the image has.</summary>
    /// <value>The default value is 7.</value>
    public int Grid { get; init; } = 7;

    /// <summary>
    /// The file of the text that a person has verified. Where every number of the new text is at most one step away from it, the verified text is returned, so that a
    /// snapshot library that compares texts letter by letter sees no difference. Where there is no such file yet, the new text is returned.
    /// </summary>
    /// <value>The default value is null: the text depends on the explanation alone.</value>
    public string? VerifiedFile { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Grid, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Grid, 64);
        if (VerifiedFile is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(VerifiedFile);
        }
    }
}
