using System.Globalization;
using CnnVis.Skia.Figures;

namespace CnnVis.Skia.Drawing;

/// <summary>Puts words above a map and a colour bar with numbers beside it.</summary>
internal static class Annotation
{
    private static readonly RgbValues Paper = 255;
    private static readonly RgbValues Ink = 32;
    private static readonly RgbValues PaleInk = 96;

    public static RgbImage Around(RgbImage image, Explanation explanation, MapOptions options, MapScale scale)
    {
        float unit = Math.Clamp(Math.Max(image.Width, image.Height) / 40f, 11, 26);
        var title = new TextStyle(unit * 1.25f, IsBold: true);
        var text = new TextStyle(unit);
        int margin = (int)unit;
        int header = (int)(unit * 3.6f);
        int barWidth = (int)(unit * 1.1f);
        string[] ticks = ColorBar.Ticks(scale);
        int barSpace = margin + barWidth + (int)(unit * 0.5f) + (int)MathF.Ceiling(ticks.Max(text.Measure));
        var canvas = new Canvas(margin + image.Width + barSpace + margin, header + image.Height + margin, Paper);

        float available = canvas.Width - (2 * margin);
        canvas.DrawText(title.Fit(ExplanationWords.Headline(explanation, options.Target), available), margin, unit * 1.55f, title, Ink);
        canvas.DrawText(text.Fit(ExplanationWords.Effect(explanation, options.Target, options), available), margin, unit * 2.95f, text, PaleInk);
        canvas.Draw(image, margin, header);

        var bar = new PixelRectangle(margin + image.Width + margin, header, barWidth, image.Height);
        DrawBar(canvas, bar, scale);
        DrawTicks(canvas, bar, ticks, text, unit);
        return canvas.ToImage();
    }

    public static string Format(float number)
    {
        string digits = Math.Abs(number) switch
        {
            0 => "0",
            < 0.001f or >= 1e9f => number.ToString("0.#E+0", CultureInfo.InvariantCulture),
            >= 1e7f => ThreeDigits(number / 1e6f) + "M",
            >= 1e4f => ThreeDigits(number / 1e3f) + "k",
            _ => ThreeDigits(number),
        };
        return digits.Replace('-', '\u2212');
    }

    private static string ThreeDigits(float number) => ((decimal)number).ToString("G3", CultureInfo.InvariantCulture);

    private static void DrawBar(Canvas canvas, PixelRectangle bar, MapScale scale)
    {
        for (int y = 0; y < bar.Height; y++)
        {
            float number = float.Lerp(scale.Top, scale.Low, y / (float)Math.Max(bar.Height - 1, 1));
            canvas.Fill(new PixelRectangle(bar.Left, bar.Top + y, bar.Width, 1), scale.Colors.ColorAt(scale.PositionOf(number)));
        }
    }

    private static void DrawTicks(Canvas canvas, PixelRectangle bar, string[] ticks, TextStyle text, float unit)
    {
        for (int i = 0; i < ticks.Length; i++)
        {
            float y = bar.Top + (i * (bar.Height - 1) / (float)(ticks.Length - 1));
            float baseline = Math.Clamp(y + (unit * 0.36f), bar.Top + (unit * 0.75f), bar.Bottom);
            canvas.DrawText(ticks[i], bar.Right + (unit * 0.5f), baseline, text, Ink);
        }
    }
}
