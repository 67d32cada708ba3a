namespace CnnVis;

/// <summary>Whether two snapshots say the same.</summary>
public sealed class SnapshotComparison
{
    internal SnapshotComparison(bool isEqual, string message)
    {
        IsEqual = isEqual;
        Message = message;
    }

    /// <summary>True where no number differs by more than one step of its last digit, and all else is the same.</summary>
    public bool IsEqual { get; }

    /// <summary>The result in words: every line that differs, as it was verified and as it is.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public override string ToString() => Message;
}
