using CnnVis.Skia.Drawing;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Diagrams;

/// <summary>A frame around parts that are there several times: drawn once, the count in its header.</summary>
internal sealed class RepeatFrame : IDiagramItem
{
    private const float Side = 14;
    private const float HeaderHeight = 24;

    private static readonly TextStyle HeaderStyle = new(13, IsBold: true);

    private readonly OutlinePart _part;
    private readonly PartsLayout _inside;
    private readonly string _header;

    public RepeatFrame(OutlinePart part, bool showNames)
    {
        _part = part;
        _inside = PartsLayout.Inside(part, showNames);
        _header = part.IsDense ? $"{part.Repeats} times, each reads all before it" : $"{part.Repeats} times";
        float half = (HeaderStyle.Measure(_header) / 2) + Side;
        Left = MathF.Ceiling(Math.Max(_inside.Left + Side, half));
        Right = MathF.Ceiling(Math.Max(_inside.Right + Side, half));
        Height = HeaderHeight + _inside.Height;
    }

    public float Left { get; }

    public float Right { get; }

    public float Height { get; }

    public void AddTo(Scene scene, float x, float top)
    {
        float left = x - Left;
        string tooltip = PartTooltip.Of(_part);
        scene.Add(new SceneBox(left, top, Left + Right, Height) { Fill = BoxColors.FrameFill, Edge = BoxColors.FrameEdge, Radius = BoxColors.Radius, Tooltip = tooltip });
        scene.Add(new SceneBox(left, top, Left + Right, HeaderHeight) { Fill = BoxColors.FrameHeader, Edge = BoxColors.FrameEdge, Radius = BoxColors.Radius, Tooltip = tooltip });
        scene.Add(new SceneText(_header, x - (HeaderStyle.Measure(_header) / 2), top + 17, HeaderStyle, BoxColors.Ink));
        _inside.AddTo(scene, x, top + HeaderHeight);
    }
}
