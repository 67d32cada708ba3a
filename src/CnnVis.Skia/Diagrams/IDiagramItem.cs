using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Diagrams;

/// <summary>Something that hangs on a vertical line of a diagram.</summary>
internal interface IDiagramItem
{
    float Left { get; }

    float Right { get; }

    float Height { get; }

    /// <summary>Draws it.</summary>
    /// <param name="scene">Where it is drawn.</param>
    /// <param name="x">The line on which it hangs.</param>
    /// <param name="top">Its upper edge.</param>
    void AddTo(Scene scene, float x, float top);
}
