using CnnVis.Skia.Drawing;

namespace CnnVis.Skia.Diagrams;

/// <summary>Everything that is drawn of a diagram, each thing at its place.</summary>
internal sealed class DiagramScene
{
    public float Width { get; set; }

    public float Height { get; set; }

    /// <summary>Boxes, in the order in which they are drawn: a frame before what is inside it.</summary>
    public List<DiagramBox> Boxes { get; } = [];

    /// <summary>The connections, from corner to corner, with an arrow at the end or without.</summary>
    public List<(DiagramPoint[] Corners, bool HasArrow)> Lines { get; } = [];

    public List<DiagramText> Texts { get; } = [];
}

/// <summary>A rectangle with rounded corners, and what a browser says of it when the pointer rests there.</summary>
internal sealed record DiagramBox(float Left, float Top, float Width, float Height, RgbValues Fill, RgbValues Edge, string Tooltip);

/// <summary>A line of text, from its left end.</summary>
internal sealed record DiagramText(string Text, float X, float Baseline, TextStyle Style, RgbValues Color);
