using CnnVis.Features.Outlines;

namespace CnnVis;

/// <summary>
/// A network as a person would draw it: layers that follow one another are one part, parts that are repeated are one with a count. What is computed
/// from constants and shapes alone is left out.
/// </summary>
public sealed class NetworkOutline
{
    internal NetworkOutline(string model, IReadOnlyList<OutlinePart> parts)
    {
        Model = model;
        Parts = parts;
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>The parts from the image to the outputs; each comes after all that it reads.</summary>
    public IReadOnlyList<OutlinePart> Parts { get; }

    /// <summary>The outline as text: a line for each part, repeated ones indented.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => OutlineText.Of(this);
}
