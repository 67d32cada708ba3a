namespace CnnVis.Skia.Diagrams;

/// <summary>What is placed: its size about the line on which it hangs, and what it reads.</summary>
/// <param name="Left">How far it reaches to the left of its line.</param>
/// <param name="Right">How far it reaches to the right.</param>
/// <param name="Height">How high it is.</param>
/// <param name="Sources">The nodes that it reads, all before it.</param>
internal sealed record LayoutNode(float Left, float Right, float Height, IReadOnlyList<int> Sources);
