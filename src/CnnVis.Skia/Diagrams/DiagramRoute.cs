using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Diagrams;

/// <summary>The way of a connection: vertical and horizontal lines from corner to corner.</summary>
internal sealed record DiagramRoute(int Source, int Node, ScenePoint[] Corners);
