using CnnVis.Skia.Drawing;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Figures;

/// <summary>One view of the evidence as a picture, with words around it or without.</summary>
internal static class EvidencePicture
{
    public static RgbImage Of(Explanation explanation, MapView view, EvidenceOptions options)
    {
        var map = new MapOptions { Target = options.Target };
        var panel = new MapPanel(explanation, view, map, options);
        (int width, int height) = PictureSize.For(explanation.Picture!.Width, explanation.Picture.Height, options.Size);
        if (options.Annotate)
        {
            FigureOptions around = new() { Views = [view], Map = map, Evidence = options, Predictions = 0, Caption = false, CellSize = Math.Max(width, height) };
            return ExplanationFigure.Of(explanation, around).ToImage();
        }

        var scene = new Scene { Width = width, Height = height };
        panel.AddTo(scene, new SceneArea(0, 0, width, height));
        return ScenePainter.ToImage(scene, 1);
    }
}
