namespace CnnVis.Skia.Scenes;

/// <summary>A place on a diagram, in pixels.</summary>
internal readonly record struct ScenePoint(float X, float Y);
