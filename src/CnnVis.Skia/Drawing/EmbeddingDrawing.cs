namespace CnnVis.Skia.Drawing;

/// <summary>Draws images at their points of a plane. Points are never moved; where thumbnails would hide each other, some images are dots.</summary>
internal sealed class EmbeddingDrawing
{
    private const int Margin = 24;
    private const int HeaderHeight = 64;
    private const int DotSize = 7;

    private static readonly RgbValues Ink = 32;
    private static readonly RgbValues PaleInk = 96;
    private static readonly RgbValues Ground = 246;
    private static readonly RgbValues Dot = new(59, 106, 160);

    private readonly Survey _survey;
    private readonly ImageEmbedding _embedding;
    private readonly EmbeddingOptions _options;
    private readonly Canvas _canvas;
    private readonly PixelRectangle _area;

    public EmbeddingDrawing(Survey survey, ImageEmbedding embedding, EmbeddingOptions options)
    {
        (_survey, _embedding, _options) = (survey, embedding, options);
        _canvas = new Canvas(options.Width, options.Width * 3 / 4, 255);
        _area = new PixelRectangle(Margin, HeaderHeight, _canvas.Width - (2 * Margin), _canvas.Height - HeaderHeight - Margin);
    }

    public RgbImage Draw(CancellationToken cancellationToken)
    {
        (int X, int Y)[] centres = Centres();
        int[] shown = Shown(centres);
        _canvas.Fill(_area, Ground);
        foreach ((int x, int y) in centres)
        {
            _canvas.Fill(new PixelRectangle(x - (DotSize / 2), y - (DotSize / 2), DotSize, DotSize), Dot);
        }

        foreach (int image in shown)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RgbImage picture = _survey.Images[image].Source.Load();
            (int width, int height) = PictureSize.For(picture.Width, picture.Height, _options.ThumbnailSize);
            _canvas.Draw(picture.Resize(width, height), centres[image].X - (width / 2), centres[image].Y - (height / 2));
        }

        DrawHeader(shown.Length);
        return _canvas.ToImage();
    }

    /// <summary>Both axes have the same scale, so that distances are what they are.</summary>
    private (int X, int Y)[] Centres()
    {
        int half = (_options.ThumbnailSize / 2) + 2;
        (float left, float right) = (_embedding.Points.Min(point => point.X), _embedding.Points.Max(point => point.X));
        (float bottom, float top) = (_embedding.Points.Min(point => point.Y), _embedding.Points.Max(point => point.Y));
        double scale = Math.Min(
            (_area.Width - (2 * half)) / Math.Max(right - (double)left, 1e-30), (_area.Height - (2 * half)) / Math.Max(top - (double)bottom, 1e-30));
        return
        [
            .. _embedding.Points.Select(point => (
                _area.Left + (_area.Width / 2) + (int)Math.Round(scale * (point.X - ((left + (double)right) / 2))),
                _area.Top + (_area.Height / 2) - (int)Math.Round(scale * (point.Y - ((bottom + (double)top) / 2))))),
        ];
    }

    /// <summary>The images with thumbnails: in order, each that covers and is covered little enough.</summary>
    private int[] Shown((int X, int Y)[] centres)
    {
        var shown = new List<int>();
        double allowed = _options.Overlap * _options.ThumbnailSize * _options.ThumbnailSize;
        for (int i = 0; i < centres.Length; i++)
        {
            if (shown.TrueForAll(other => Common(centres[i], centres[other]) <= allowed))
            {
                shown.Add(i);
            }
        }

        return [.. shown];
    }

    private double Common((int X, int Y) one, (int X, int Y) other) =>
        (double)Math.Max(0, _options.ThumbnailSize - Math.Abs(one.X - other.X)) * Math.Max(0, _options.ThumbnailSize - Math.Abs(one.Y - other.Y));

    private void DrawHeader(int shown)
    {
        var headline = new TextStyle(22, IsBold: true);
        var text = new TextStyle(14);
        float available = _canvas.Width - (2 * Margin);
        (double x, double y) = _embedding.Explained;
        string dots = shown < Count ? $"; {Count - shown} of them as dots, where thumbnails would cover each other" : "";
        _canvas.DrawText(headline.Fit($"Images as {_survey.Layer} sees them", available), Margin, 30, headline, Ink);
        _canvas.DrawText(
            text.Fit($"{_survey.Model}: {Count} images by the two main components of their features ({Numerals.Percent(x)} and {Numerals.Percent(y)} of the variance){dots}", available),
            Margin,
            52,
            text,
            PaleInk);
    }

    private int Count => _embedding.Points.Count;
}
