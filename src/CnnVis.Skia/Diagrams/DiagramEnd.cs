using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Diagrams;

/// <summary>The point at which connections enter or leave a frame.</summary>
internal sealed class DiagramEnd : IDiagramItem
{
    public float Left => 0;

    public float Right => 0;

    public float Height => 0;

    public void AddTo(Scene scene, float x, float top)
    {
        // A point on a frame's edge: the connections alone are seen.
    }
}
