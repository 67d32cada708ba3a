namespace CnnVis.Differentiation.Rules;

/// <summary>
/// An attention's queries, keys or values head by head, [N, key heads, query heads that share one, places, size]. They come as
/// [N, heads, places, size] or as [N, places, heads x size].
/// </summary>
/// <param name="G">The node.</param>
/// <param name="Given">The shape in which they come.</param>
/// <param name="Heads">How many heads keys and values have.</param>
/// <param name="Group">How many heads share a key; 1 for keys and values themselves.</param>
internal sealed record AttentionHeads(GradientScope G, BatchedShape Given, int Heads, int Group)
{
    private static readonly int[] PlacesBehindHeads = [0, 2, 3, 1, 4];
    private static readonly int[] PlacesBeforeHeads = [0, 3, 1, 2, 4];

    public int Places => Given[Given.Rank - 2];

    public int Size => Given.Rank == 4 ? Given[3] : Given[2] / (Heads * Group);

    public GraphValue Apart(GraphValue value) => Given.Rank == 4
        ? G.Reshape(value, Shape(Heads, Group, Places, Size))
        : G.Transpose(G.Reshape(value, Shape(Places, Heads, Group, Size)), PlacesBehindHeads);

    public GraphValue AsGiven(GraphValue heads) =>
        G.Reshape(Given.Rank == 4 ? heads : G.Transpose(heads, PlacesBeforeHeads), Given);

    private BatchedShape Shape(params int[] sizes) => new([Given[0], .. sizes], Given.BatchAxis is null ? null : 0);
}
