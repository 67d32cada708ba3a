namespace CnnVis.Skia.Scenes;

/// <summary>A rectangle of a drawing.</summary>
internal readonly record struct SceneArea(float Left, float Top, float Width, float Height)
{
    public float Right => Left + Width;

    public float Bottom => Top + Height;
}
