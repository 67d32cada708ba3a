using CnnVis.Skia.Drawing;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Figures;

/// <summary>Lays out explanations in rows and columns with words beside and above them.</summary>
internal sealed class GridFigure
{
    private const float Margin = 24;
    private const float Gap = 10;
    private const float HeaderHeight = 24;
    private const float NoteHeight = 18;
    private const float MostRowWords = 150;

    private readonly IReadOnlyList<IReadOnlyList<Explanation>> _rows;
    private readonly FigureGridOptions _options;
    private readonly FigureTheme _theme;
    private readonly Scene _scene;

    private GridFigure(IReadOnlyList<IReadOnlyList<Explanation>> rows, FigureGridOptions options)
    {
        _rows = rows;
        _options = options;
        _theme = options.Theme;
        _scene = new Scene { Paper = options.Theme.Paper };
    }

    public static Figure Of(IReadOnlyList<IReadOnlyList<Explanation>> rows, FigureGridOptions options) => new GridFigure(rows, options).Lay();

    private Figure Lay()
    {
        MapOptions map = _options.SharedScale ? _options.Map with { Scale = _options.Map.Scale ?? LargestScale() } : _options.Map;
        MapPanel[][] panels = [.. _rows.Select(row => Panels(row, map))];
        float rowWords = _options.Rows.Count == 0 ? 0 : MathF.Ceiling(Math.Min(_options.Rows.Max(FigureText.Label.Measure), MostRowWords)) + Gap;
        float top = Margin;
        if (_options.Title is { } title)
        {
            _scene.Add(new SceneText(title, Margin, top + 16, FigureText.Title, _theme.Ink));
            top += 34;
        }

        top = AddHeaders(panels[0], rowWords, top);
        float right = 0;
        for (int row = 0; row < panels.Length; row++)
        {
            (float rowRight, float rowBottom) = AddRow(panels[row], row, Margin + rowWords, top);
            right = Math.Max(right, rowRight);
            top = rowBottom + Gap;
        }

        _scene.Width = Math.Max(right, _options.Title is { } words ? Margin + FigureText.Title.Measure(words) : 0) + Margin;
        _scene.Height = top - Gap + Margin;
        if (_options.SharedScale && panels[0].FirstOrDefault(panel => panel.Scale is not null)?.Scale is { } scale)
        {
            float barTop = _options.Title is null ? Margin + HeaderHeight : Margin + 34 + HeaderHeight;
            ColorBar.AddTo(_scene, new SceneArea(right + 18, barTop, ColorBar.BarWidth, Math.Min(top - Gap - barTop, 2f * _options.CellSize)), scale, _theme);
            _scene.Width = Math.Max(right + 18 + ColorBar.Width(scale) + Margin, _scene.Width);
        }

        string made = string.Join('\n', _rows.SelectMany(row => row).Select(explanation => explanation.Describe(_options.Map.Target)));
        return new Figure(_scene, _options.Scale, _options.Title ?? "Explanations", made);
    }

    private MapPanel[] Panels(IReadOnlyList<Explanation> row, MapOptions map) =>
    [
        .. ShowsOriginals ? [new MapPanel(row[0], MapView.Original, map, _options.Evidence)] : Array.Empty<MapPanel>(),
        .. row.Select(explanation => new MapPanel(explanation, _options.View, map, _options.Evidence)),
    ];

    private bool ShowsOriginals => _options.ShowOriginals && _rows.All(row => row[0] is { Picture: not null, Geometry: not null });

    /// <summary>The strongest map's scale: every other is drawn weaker.</summary>
    private float LargestScale() => _rows.SelectMany(row => row).Max(explanation => new MapScale(explanation.Maps[_options.Map.Target], _options.Map).High);

    private float AddHeaders(MapPanel[] first, float rowWords, float top)
    {
        if (_options.Columns.Count == 0)
        {
            return top;
        }

        string[] words = [.. ShowsOriginals ? ["picture"] : Array.Empty<string>(), .. _options.Columns];
        float left = Margin + rowWords;
        for (int column = 0; column < first.Length; column++)
        {
            FigureText.AddCentered(_scene, words[column], left, _options.CellSize, top + 14, FigureText.Label, _theme.Ink);
            left += _options.CellSize + Gap;
        }

        return top + HeaderHeight;
    }

    private (float Right, float Bottom) AddRow(MapPanel[] panels, int row, float left, float top)
    {
        float height = panels.Max(panel => Size(panel).Height);
        if (_options.Rows.Count > 0)
        {
            AddRowWords(_options.Rows[row], top, height);
        }

        float bottom = top + height;
        foreach (MapPanel panel in panels)
        {
            (float width, float own) = Size(panel);
            var area = new SceneArea(left + ((_options.CellSize - width) / 2), top + ((height - own) / 2), width, own);
            string[] notes = [.. panel.AddTo(_scene, area).Select(line => line.Words)];
            if (panel.Scale is { } scale && !_options.SharedScale)
            {
                notes = [$"colours up to {ColorBar.Ticks(scale)[0]}"];
            }

            for (int i = 0; i < notes.Length; i++)
            {
                FigureText.AddCentered(_scene, notes[i], left, _options.CellSize, top + height + 14 + (i * NoteHeight), FigureText.Small, _theme.PaleInk);
            }

            bottom = Math.Max(bottom, top + height + (notes.Length * NoteHeight));
            left += _options.CellSize + Gap;
        }

        return (left - Gap, bottom);
    }

    private void AddRowWords(string words, float top, float height)
    {
        IReadOnlyList<string> all = FigureText.Wrap(words, FigureText.Label, MostRowWords);
        int most = Math.Max((int)(height / FigureText.LineHeight), 1);
        string[] lines = all.Count <= most ? [.. all] : [.. all.Take(most - 1), FigureText.Label.Fit($"{all[most - 1]} {all[most]}", MostRowWords)];
        float first = top + (height / 2) + 5 - ((lines.Length - 1) / 2f * FigureText.LineHeight);
        for (int i = 0; i < lines.Length; i++)
        {
            _scene.Add(new SceneText(lines[i], Margin, first + (i * FigureText.LineHeight), FigureText.Label, _theme.Ink));
        }
    }

    private (float Width, float Height) Size(MapPanel panel) => panel.Proportion >= 1
        ? (_options.CellSize, MathF.Round(_options.CellSize / panel.Proportion))
        : (MathF.Round(_options.CellSize * panel.Proportion), _options.CellSize);
}
