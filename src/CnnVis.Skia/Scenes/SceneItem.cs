using CnnVis.Skia.Drawing;

namespace CnnVis.Skia.Scenes;

/// <summary>One thing of a drawing.</summary>
internal abstract record SceneItem;

/// <summary>A rectangle, filled and edged where a colour is given, and what a browser says of it when the pointer rests there.</summary>
internal sealed record SceneBox(float Left, float Top, float Width, float Height) : SceneItem
{
    public RgbValues? Fill { get; init; }

    public RgbValues? Edge { get; init; }

    public float EdgeWidth { get; init; } = 1;

    public float Radius { get; init; }

    public string? Tooltip { get; init; }
}

/// <summary>A path in SVG's words, which Skia reads too.</summary>
internal sealed record ScenePath(string Data) : SceneItem
{
    public RgbValues? Fill { get; init; }

    public RgbValues? Stroke { get; init; }

    public float StrokeWidth { get; init; } = 1;
}

/// <summary>A line of text, from its left end.</summary>
internal sealed record SceneText(string Text, float X, float Baseline, TextStyle Style, RgbValues Color) : SceneItem;

/// <summary>A picture that is made at the size at which it is needed, so that it is sharp at every scale.</summary>
internal sealed record ScenePicture(float Left, float Top, float Width, float Height, Func<int, int, RgbImage> At) : SceneItem;
