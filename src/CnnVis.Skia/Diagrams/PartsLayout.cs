using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Diagrams;

/// <summary>Parts laid out below one another: those of the whole network, or those in a frame.</summary>
internal sealed class PartsLayout
{
    private const float LineWidth = 1.5f;

    private readonly IDiagramItem[] _items;
    private readonly LaneLayout _layout;

    private PartsLayout(IDiagramItem[] items, IEnumerable<IReadOnlyList<int>> sources)
    {
        _items = items;
        _layout = LaneLayout.Of([.. items.Zip(sources, (item, read) => new LayoutNode(item.Left, item.Right, item.Height, read))]);
        (Left, Right) = _layout.Extents();
    }

    public float Left { get; }

    public float Right { get; }

    public float Height => _layout.Height;

    public static PartsLayout Of(IReadOnlyList<OutlinePart> parts, bool showNames) =>
        new([.. parts.Select(part => Item(part, showNames))], parts.Select(part => part.Sources));

    /// <summary>What a frame holds, with the points at which it is entered and left.</summary>
    public static PartsLayout Inside(OutlinePart repeated, bool showNames) => new(
        [new DiagramEnd(), .. repeated.Parts.Select(part => Item(part, showNames)), new DiagramEnd()],
        [[], .. repeated.Parts.Select(part => (IReadOnlyList<int>)[.. part.Sources.Select(source => source + 1)]), [repeated.Exit + 1]]);

    public void AddTo(Scene scene, float x, float top)
    {
        for (int i = 0; i < _items.Length; i++)
        {
            _items[i].AddTo(scene, x + _layout.X(i), top + _layout.Top(i));
        }

        foreach (DiagramRoute route in _layout.Routes())
        {
            ScenePoint[] corners = [.. route.Corners.Select(corner => new ScenePoint(x + corner.X, top + corner.Y))];
            scene.Add(new ScenePath(RoundedPath.Of(corners)) { Stroke = BoxColors.Line, StrokeWidth = LineWidth });
            if (_items[route.Node] is not DiagramEnd)
            {
                scene.Add(new ScenePath(RoundedPath.ArrowAt(corners[^1])) { Fill = BoxColors.Line });
            }
        }
    }

    private static IDiagramItem Item(OutlinePart part, bool showNames) =>
        part.Kind == OutlinePartKind.Repeated ? new RepeatFrame(part, showNames) : new PartBox(part, showNames);
}
