namespace CnnVis.Skia.Drawing;

/// <summary>Pictures in rows with words under each and above all.</summary>
internal static class CaptionedSheet
{
    public const int Margin = 12;

    private const int TitleHeight = 24;
    private const int SubtitleHeight = 20;
    private const int CaptionHeight = 15;

    public static readonly RgbValues Paper = 255;
    public static readonly RgbValues Ink = 32;
    public static readonly RgbValues PaleInk = 96;

    public static readonly TextStyle Title = new(17, IsBold: true);
    public static readonly TextStyle Text = new(13);
    public static readonly TextStyle Small = new(11);

    public static RgbImage Draw(string title, string subtitle, IReadOnlyList<CaptionedPicture> pictures, SheetOptions layout)
    {
        (int cellWidth, int cellHeight) = (pictures.Max(cell => cell.Picture.Width), pictures.Max(cell => cell.Picture.Height));
        int columns = Math.Min(layout.Columns ?? (int)Math.Ceiling(Math.Sqrt(pictures.Count)), pictures.Count);
        int rows = (pictures.Count + columns - 1) / columns;
        int header = Margin + TitleHeight + SubtitleHeight;
        int wordsWidth = (int)Math.Ceiling(Math.Max(Title.Measure(title), Text.Measure(subtitle)));
        var canvas = new Canvas(
            (2 * Margin) + Math.Max((columns * (cellWidth + layout.Gap)) - layout.Gap, wordsWidth),
            header + (rows * (cellHeight + CaptionHeight + layout.Gap)) - layout.Gap + Margin,
            Paper);
        canvas.DrawText(title, Margin, Margin + 15, Title, Ink);
        canvas.DrawText(subtitle, Margin, Margin + TitleHeight + 12, Text, PaleInk);
        for (int i = 0; i < pictures.Count; i++)
        {
            int left = Margin + (i % columns * (cellWidth + layout.Gap));
            int top = header + (i / columns * (cellHeight + CaptionHeight + layout.Gap));
            canvas.Draw(pictures[i].Picture, left, top);
            canvas.DrawText(Small.Fit(pictures[i].Caption, cellWidth), left, top + pictures[i].Picture.Height + 12, Small, PaleInk);
        }

        return canvas.ToImage();
    }
}
