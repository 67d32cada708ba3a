using System.Globalization;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Figures;

/// <summary>Lays out one explanation: title, views side by side, a colour bar, what the lines stand for, predictions, caption.</summary>
internal sealed class ExplanationFigure
{
    private const float Margin = 24;
    private const float Gap = 18;
    private const float BarGap = 10;
    private const float LabelHeight = 22;
    private const float PredictionHeight = 20;
    private const float LeastWidth = 420;
    private const float Swatch = 12;

    private readonly Explanation _explanation;
    private readonly FigureOptions _options;
    private readonly FigureTheme _theme;
    private readonly Scene _scene;

    private ExplanationFigure(Explanation explanation, FigureOptions options)
    {
        _explanation = explanation;
        _options = options;
        _theme = options.Theme;
        _scene = new Scene { Paper = options.Theme.Paper };
    }

    public static Figure Of(Explanation explanation, FigureOptions options) => new ExplanationFigure(explanation, options).Lay();

    private Figure Lay()
    {
        int target = _options.Map.Target;
        MapView[] views = [.. _options.Views ?? (_explanation.Picture is null ? [MapView.Heatmap] : [MapView.Original, MapView.Overlay])];
        EvidenceOptions marks = _options.Evidence with { Target = target };
        MapPanel[] panels = [.. views.Select(view => new MapPanel(_explanation, view, _options.Map, marks))];
        SceneArea[] areas = Areas(panels);
        bool hasColors = panels.Any(panel => panel.Scale is not null);
        float right = areas[^1].Right + (panels[^1].Scale is { } last ? BarGap + ColorBar.Width(last) : 0);
        float width = Math.Max(right, Margin + LeastWidth) - Margin;

        string title = _options.Title ?? ExplanationWords.Headline(_explanation, target);
        float top = AddTitle(title, hasColors ? ExplanationWords.Effect(_explanation, target, _options.Map) : ExplanationWords.Marks(_explanation, target), width);
        float bottom = top;
        for (int i = 0; i < panels.Length; i++)
        {
            SceneArea area = areas[i] with { Top = top + LabelHeight };
            FigureText.AddCentered(_scene, ExplanationWords.Of(views[i], _explanation, marks), area.Left, area.Width, top + 14, FigureText.Label, _theme.PaleInk);
            bottom = Math.Max(bottom, AddLegend(panels[i].AddTo(_scene, area), area));
            if (panels[i].Scale is { } scale)
            {
                ColorBar.AddTo(_scene, area with { Left = area.Right + BarGap }, scale, _theme);
            }
        }

        bottom = AddPredictions(bottom, width);
        bottom = _options.Caption ? AddCaption(ExplanationWords.Caption(_explanation, target), bottom + Gap, width) : bottom;
        _scene.Width = width + (2 * Margin);
        _scene.Height = bottom + Margin;
        return new Figure(_scene, _options.Scale, $"{title}: {_explanation.Method}", _explanation.Describe(target));
    }

    /// <summary>Pictures of the same height beside one another.</summary>
    private SceneArea[] Areas(MapPanel[] panels)
    {
        float height = _options.CellSize / Math.Max(panels.Max(panel => panel.Proportion), 1);
        var areas = new SceneArea[panels.Length];
        float left = Margin;
        for (int i = 0; i < panels.Length; i++)
        {
            areas[i] = new SceneArea(left, 0, MathF.Round(height * panels[i].Proportion), MathF.Round(height));
            left = areas[i].Right + Gap + (panels[i].Scale is { } scale ? BarGap + ColorBar.Width(scale) : 0);
        }

        return areas;
    }

    private float AddTitle(string title, string subtitle, float width)
    {
        float y = Margin + 16;
        _scene.Add(new SceneText(FigureText.Title.Fit(title, width), Margin, y, FigureText.Title, _theme.Ink));
        foreach (string line in FigureText.Wrap(subtitle, FigureText.Subtitle, width))
        {
            y += LabelHeight;
            _scene.Add(new SceneText(line, Margin, y, FigureText.Subtitle, _theme.PaleInk));
        }

        return y + 14;
    }

    private float AddLegend(IReadOnlyList<(RgbValues Color, string Words)> legend, SceneArea area)
    {
        float y = area.Bottom + 8;
        foreach ((RgbValues color, string words) in legend)
        {
            _scene.Add(new SceneBox(area.Left, y + 2, Swatch, Swatch) { Fill = color, Edge = _theme.Line, Radius = 2 });
            _scene.Add(new SceneText(FigureText.Body.Fit(words, area.Width - 20), area.Left + Swatch + 8, y + 12, FigureText.Body, _theme.Ink));
            y += LabelHeight - 3;
        }

        return legend.Count > 0 ? y : area.Bottom;
    }

    private float AddPredictions(float top, float width)
    {
        ClassScore[] scores = [.. _explanation.Prediction.Take(_options.Predictions)];
        if (scores.Length == 0)
        {
            return top;
        }

        top += Gap;
        float nameWidth = Math.Min(scores.Max(score => FigureText.Body.Measure(score.Name)), 0.45f * width);
        float barLeft = Margin + nameWidth + 12;
        float most = Math.Min(width - nameWidth - 12 - 56, 360);
        foreach (ClassScore score in scores)
        {
            bool isTarget = score.Index == _explanation.Targets[_options.Map.Target].ClassIndex;
            _scene.Add(new SceneText(
                FigureText.Body.Fit(score.Name, nameWidth), Margin, top + 12, isTarget ? FigureText.Body with { IsBold = true } : FigureText.Body, _theme.Ink));
            float length = Math.Max(most * score.Probability, 1);
            _scene.Add(new SceneBox(barLeft, top + 1, length, 13) { Fill = isTarget ? _theme.Bar : _theme.PaleInk, Radius = 2 });
            string share = string.Create(CultureInfo.InvariantCulture, $"{score.Probability:0.0%}");
            _scene.Add(new SceneText(share, barLeft + length + 8, top + 12, FigureText.Body, _theme.Ink));
            top += PredictionHeight;
        }

        return top;
    }

    private float AddCaption(string caption, float top, float width)
    {
        foreach (string line in FigureText.Wrap(caption, FigureText.Small, width))
        {
            _scene.Add(new SceneText(line, Margin, top + 12, FigureText.Small, _theme.PaleInk));
            top += FigureText.LineHeight;
        }

        return top;
    }
}
