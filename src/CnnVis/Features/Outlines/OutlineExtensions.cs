using CnnVis.Features.Outlines;

namespace CnnVis;

/// <summary>The verb <see cref="Outline"/>.</summary>
public static class OutlineExtensions
{
    /// <summary>
    /// Draws together what a network is made of: layers that follow one another, the pieces that exporters take apart (layer normalisation, GELU),
    /// blocks that are repeated. Diagrams are drawn from it. It costs one forward pass, the first time.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How much is drawn together; null for the defaults.</param>
    /// <returns>The outline.</returns>
    public static NetworkOutline Outline(this CnnModel model, OutlineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        OutlineOptions chosen = options ?? new();
        IReadOnlyList<OutlinePart> parts = new LayerStacks(model).Parts();
        return new NetworkOutline(model.Name, chosen.FoldRepeats ? RepeatedParts.Fold(parts) : parts);
    }
}
