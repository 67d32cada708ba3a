namespace CnnVis;

/// <summary>One layer of a summary.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Operator">Its operator.</param>
/// <param name="OutputShape">The shape of its output for one image, batch included.</param>
/// <param name="Parameters">How many numbers were learned for it; weights that several layers share count for each of them.</param>
/// <param name="MultiplyAdds">How many multiplications with an addition it takes for one image: those of convolutions and products of matrices; null where they are not known.</param>
/// <param name="ReceptiveField">What each of its cells can see; null where it has no rows and columns, or that cannot be read from the graph.</param>
/// <param name="OutputBytes">The memory of its output for one image, as 32-bit numbers.</param>
public sealed record LayerSummary(
    string Name,
    string Operator,
    IReadOnlyList<int> OutputShape,
    long Parameters,
    long? MultiplyAdds,
    ReceptiveField? ReceptiveField,
    long OutputBytes);
