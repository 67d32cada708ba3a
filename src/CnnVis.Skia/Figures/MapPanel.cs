using CnnVis.Skia.Drawing;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Figures;

/// <summary>One view of an explanation as a part of a figure: a picture with what is drawn on it.</summary>
internal sealed class MapPanel
{
    private const float LineWidth = 2.2f;
    private const float HaloWidth = 4.6f;
    private const float BadgeRadius = 10;

    private static readonly RgbValues Halo = new(20, 20, 20);
    private static readonly TextStyle BadgeStyle = new(13, IsBold: true);

    // Okabe and Ito's colours that stand out on a dark halo, safe for colour-blind readers.
    private static readonly RgbValues[] RegionColors = [new(240, 228, 66), new(86, 180, 233), new(230, 159, 0), new(0, 158, 115), new(204, 121, 167)];

    private readonly Explanation _explanation;
    private readonly MapView _view;
    private readonly MapOptions _map;
    private readonly EvidenceOptions _marks;

    public MapPanel(Explanation explanation, MapView view, MapOptions map, EvidenceOptions marks)
    {
        _explanation = explanation;
        _view = explanation.Picture is null && view == MapView.Overlay ? MapView.Heatmap : view;
        _map = map;
        _marks = marks;
        if (_view != MapView.Heatmap && (explanation.Picture is null || explanation.Geometry is null))
        {
            throw new ArgumentException(
                $"There is no picture to show as {view}: a tensor was explained, or the explanation comes from a file. Choose {nameof(MapView.Heatmap)}.");
        }

        if (_view is MapView.Overlay or MapView.Heatmap)
        {
            Scale = new MapScale(explanation.Maps[map.Target], map);
        }
    }

    /// <summary>What its colours stand for; null where it has none.</summary>
    public MapScale? Scale { get; }

    /// <summary>Width over height.</summary>
    public float Proportion => _explanation.Picture is { } picture && _view != MapView.Heatmap
        ? (float)picture.Width / picture.Height
        : (float)_explanation.InputShape.Width / _explanation.InputShape.Height;

    /// <summary>Draws it.</summary>
    /// <returns>What its lines stand for.</returns>
    public IReadOnlyList<(RgbValues Color, string Words)> AddTo(Scene scene, SceneArea area)
    {
        scene.Add(new ScenePicture(area.Left, area.Top, area.Width, area.Height, Picture));
        return _view switch
        {
            MapView.Contours => AddContours(scene, area),
            MapView.Regions => AddRegions(scene, area),
            _ => [],
        };
    }

    private RgbImage Picture(int width, int height)
    {
        var layer = new MapLayer(_explanation.Maps[_map.Target], _map);
        return _view switch
        {
            MapView.Heatmap => layer.Alone(width, height),
            MapView.Overlay => layer.Over(_explanation.Picture!.Resize(width, height), _explanation.Geometry!),
            MapView.Masked => MaskedPicture.Of(
                _explanation.Picture!.Resize(width, height),
                _explanation.Maps[_marks.Target],
                _explanation.Geometry!,
                _explanation.Evidence(_marks.Target).ThresholdFor(_marks.Share),
                _marks.Outside),
            _ => _explanation.Picture!.Resize(width, height),
        };
    }

    private List<(RgbValues Color, string Words)> AddContours(Scene scene, SceneArea area)
    {
        Evidence evidence = _explanation.Evidence(_marks.Target);
        var lines = new EvidenceLines(evidence, _explanation.Geometry!, area);
        var legend = new List<(RgbValues, string)>();
        double[] shares = [.. _marks.Shares.Order()];
        for (int i = 0; i < shares.Length; i++)
        {
            RgbValues color = ColorMap.Viridis.ColorAt(1 - (0.75f * i / Math.Max(shares.Length - 1, 1)));
            AddLine(scene, lines.Around(evidence.ThresholdFor(shares[i])), color);
            legend.Add((color, $"{Numerals.Percent(shares[i])} of the evidence"));
        }

        return legend;
    }

    private List<(RgbValues Color, string Words)> AddRegions(Scene scene, SceneArea area)
    {
        Evidence evidence = _explanation.Evidence(_marks.Target);
        float threshold = evidence.ThresholdFor(_marks.Share);
        EvidenceRegion[] regions = [.. evidence.Regions(_marks.Share).Take(_marks.Most)];
        var lines = new EvidenceLines(evidence, _explanation.Geometry!, area);
        var legend = new List<(RgbValues, string)>();
        for (int i = 0; i < regions.Length; i++)
        {
            RgbValues color = RegionColors[i % RegionColors.Length];
            AddLine(scene, lines.Around(regions[i], threshold), color);
            AddBadge(scene, area, lines.Place(regions[i].Bounds.Left, regions[i].Bounds.Top), color, i + 1);
            legend.Add((color, $"{i + 1}: {Numerals.Percent(Math.Round(regions[i].Share, 2))} of the evidence"));
        }

        return legend;
    }

    private static void AddLine(Scene scene, string path, RgbValues color)
    {
        scene.Add(new ScenePath(path) { Stroke = Halo, StrokeWidth = HaloWidth });
        scene.Add(new ScenePath(path) { Stroke = color, StrokeWidth = LineWidth });
    }

    private static void AddBadge(Scene scene, SceneArea area, ScenePoint corner, RgbValues color, int number)
    {
        float x = Math.Max(Math.Min(corner.X, area.Right - BadgeRadius), area.Left + BadgeRadius);
        float y = Math.Max(Math.Min(corner.Y, area.Bottom - BadgeRadius), area.Top + BadgeRadius);
        string text = Numerals.Short(number);
        scene.Add(new SceneBox(x - BadgeRadius, y - BadgeRadius, 2 * BadgeRadius, 2 * BadgeRadius) { Fill = color, Edge = Halo, EdgeWidth = 1.2f, Radius = BadgeRadius });
        scene.Add(new SceneText(text, x - (BadgeStyle.Measure(text) / 2), y + 4.7f, BadgeStyle, Halo));
    }
}
