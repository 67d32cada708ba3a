using CnnVis.Skia.Drawing;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Figures;

/// <summary>A bar of colours with the numbers that they stand for.</summary>
internal static class ColorBar
{
    public const float BarWidth = 13;

    private const float ToNumbers = 6;
    private const float TickHeight = 16;

    private static readonly TextStyle Style = new(12);

    /// <summary>How wide a bar with its numbers is.</summary>
    public static float Width(MapScale scale) => BarWidth + ToNumbers + MathF.Ceiling(Ticks(scale).Max(tick => Style.Measure(tick)));

    public static void AddTo(Scene scene, SceneArea bar, MapScale scale, FigureTheme theme)
    {
        scene.Add(new ScenePicture(bar.Left, bar.Top, BarWidth, bar.Height, (width, height) => Colors(width, height, scale)));
        scene.Add(new SceneBox(bar.Left, bar.Top, BarWidth, bar.Height) { Edge = theme.Line, EdgeWidth = 0.8f });
        string[] all = Ticks(scale);
        string[] ticks = bar.Height >= all.Length * TickHeight ? all : [all[0], all[^1]];
        for (int i = 0; i < ticks.Length; i++)
        {
            float y = bar.Top + (i * bar.Height / (ticks.Length - 1));
            scene.Add(new SceneText(ticks[i], bar.Left + BarWidth + ToNumbers, Math.Clamp(y + 4.3f, bar.Top + 9, bar.Bottom), Style, theme.Ink));
        }
    }

    /// <summary>The numbers from the upper end to the lower, with signs where there are numbers beyond.</summary>
    public static string[] Ticks(MapScale scale)
    {
        bool hasBothSigns = scale.Top > 0 && scale.Low < 0 && scale.Colors.IsDiverging;
        float[] numbers = hasBothSigns ? [scale.Top, scale.Top / 2, 0, scale.Low / 2, scale.Low] : [scale.Top, float.Lerp(scale.Low, scale.Top, 0.5f), scale.Low];
        string[] ticks = [.. numbers.Select(Annotation.Format)];
        if (scale.GoesBeyond)
        {
            ticks[0] = scale.Top > 0 ? $"\u2265 {ticks[0]}" : ticks[0];
            ticks[^1] = scale.Low < 0 && scale.Colors.IsDiverging ? $"\u2264 {ticks[^1]}" : ticks[^1];
        }

        return ticks;
    }

    private static RgbImage Colors(int width, int height, MapScale scale) => RgbImage.Create(width, height, pixels =>
    {
        for (int y = 0; y < height; y++)
        {
            RgbValues color = scale.Colors.ColorAt(scale.PositionOf(float.Lerp(scale.Top, scale.Low, (y + 0.5f) / height)));
            for (int x = 0; x < width; x++)
            {
                pixels[3 * ((y * width) + x)] = (byte)color.Red;
                pixels[(3 * ((y * width) + x)) + 1] = (byte)color.Green;
                pixels[(3 * ((y * width) + x)) + 2] = (byte)color.Blue;
            }
        }
    });
}
