namespace CnnVis.Features.Outlines;

/// <summary>Parts that repeat: so many of them, so often.</summary>
/// <param name="Start">The first part.</param>
/// <param name="Period">How many parts one repetition has.</param>
/// <param name="Repeats">How many repetitions there are.</param>
/// <param name="Entries">What the first repetition reads.</param>
/// <param name="Exit">Which part of a repetition is read outside of it, from its start.</param>
/// <param name="IsDense">Whether each repetition reads all before it.</param>
internal sealed record PartRun(int Start, int Period, int Repeats, IReadOnlyList<int> Entries, int Exit, bool IsDense)
{
    public int Length => Period * Repeats;

    public int End => Start + Length;
}
