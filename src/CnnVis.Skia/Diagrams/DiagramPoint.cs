namespace CnnVis.Skia.Diagrams;

/// <summary>A place on a diagram, in pixels.</summary>
internal readonly record struct DiagramPoint(float X, float Y);
