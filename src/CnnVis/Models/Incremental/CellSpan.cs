namespace CnnVis.Models;

/// <summary>Neighbouring cells along one axis.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The one after the last.</param>
internal readonly record struct CellSpan(int Start, int End)
{
    public int Length => End - Start;

    public bool IsEmpty => End <= Start;

    /// <summary>The shortest span that holds both.</summary>
    public CellSpan Hull(CellSpan other)
    {
        if (IsEmpty)
        {
            return other;
        }

        return other.IsEmpty ? this : new CellSpan(Math.Min(Start, other.Start), Math.Max(End, other.End));
    }
}
