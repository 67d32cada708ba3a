using System.Globalization;
using CnnVis.Skia.Diagrams;
using CnnVis.Skia.Drawing;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia;

/// <summary>The verb <see cref="Diagram(CnnModel, DiagramOptions?)"/>.</summary>
public static class DiagramExtensions
{
    private const float Margin = 24;
    private const float HeaderHeight = 58;

    private static readonly TextStyle TitleStyle = new(18, IsBold: true);
    private static readonly TextStyle SubtitleStyle = new(13);

    /// <summary>
    /// Draws a network: a box for each part with its operators and the shape of its output, skip connections beside them, repeated blocks once with a count.
    /// It costs one forward pass, the first time.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is drawn; null for the defaults.</param>
    /// <returns>The diagram; save it as .svg or .png.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static Figure Diagram(this CnnModel model, DiagramOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        DiagramOptions chosen = options ?? new();
        chosen.Validate();
        NetworkOutline outline = model.Outline(new() { FoldRepeats = chosen.FoldRepeats });
        ModelSummary summary = model.Summary();
        string subtitle = string.Create(
            CultureInfo.InvariantCulture, $"{Count(summary.Parameters)} parameters, {Count(summary.MultiplyAdds)} multiply-adds, {summary.Layers.Count} layers");
        PartsLayout layout = PartsLayout.Of(outline.Parts, chosen.Names);
        float words = Math.Max(TitleStyle.Measure(model.Name), SubtitleStyle.Measure(subtitle));
        var scene = new Scene
        {
            Width = (2 * Margin) + Math.Max(layout.Left + layout.Right, words),
            Height = HeaderHeight + layout.Height + (2 * Margin),
        };
        scene.Add(new SceneText(model.Name, Margin, Margin + 18, TitleStyle, BoxColors.Ink));
        scene.Add(new SceneText(subtitle, Margin, Margin + 38, SubtitleStyle, BoxColors.PaleInk));
        layout.AddTo(scene, (scene.Width + layout.Left - layout.Right) / 2, Margin + HeaderHeight);
        return new Figure(scene, chosen.Scale, model.Name, subtitle);
    }

    private static string Count(long count) => count switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.00} G"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.00} M"),
        _ => count.ToString("#,0", CultureInfo.InvariantCulture),
    };
}
