namespace CnnVis.Skia.Diagrams;

/// <summary>
/// What hangs on one vertical line: nodes that follow one another, or no node at all where only a connection runs past others. Nothing else may be on the line
/// from the first row to the last.
/// </summary>
internal sealed class Lane
{
    public List<int> Nodes { get; } = [];

    /// <summary>The node whose output the line carries, before its first node or instead of one.</summary>
    public int? Source { get; init; }

    public int FirstRow { get; set; }

    public int LastRow { get; set; }

    public float X { get; set; }
}
