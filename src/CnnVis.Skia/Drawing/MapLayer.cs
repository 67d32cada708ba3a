namespace CnnVis.Skia.Drawing;

/// <summary>A map on its way into a picture: its numbers divided by what the ends of the colours stand for.</summary>
internal sealed class MapLayer
{
    // How far the picture fades towards white under a map, and how dark it is where the model does not look.
    private const float Fading = 0.35f;
    private const float UnseenBrightness = 0.45f;

    // A little below 1: weak evidence stays visible without tinting the whole picture.
    private const float Gamma = 0.75f;

    private const double ShownShare = 0.99;

    private readonly Heatmap _map;
    private readonly float _opacity;

    public MapLayer(Heatmap map, MapOptions options)
    {
        _map = map.Scaling == MapScaling.PositivePart ? PositivePart(map) : map;
        _opacity = options.Opacity;
        Colors = options.Colors ?? (map.IsSigned ? ColorMap.BlueWhiteRed : ColorMap.Viridis);
        float largest = map.IsSigned ? map.MaxMagnitude : _map.Max;
        High = options.Scale ?? (map.Elements.Length > 0 ? PercentileOfMagnitude(_map) : largest);
        GoesBeyond = largest > High;
        Low = map.IsSigned ? -High : Math.Min(0, _map.Min);
    }

    public IColorMap Colors { get; }

    /// <summary>The number that the first colour stands for.</summary>
    public float Low { get; }

    /// <summary>The number that the last colour stands for.</summary>
    public float High { get; }

    /// <summary>True where some numbers are larger than what the last colour stands for.</summary>
    public bool GoesBeyond { get; }

    public RgbImage Alone(int width, int height)
    {
        float[] numbers = _map.Resize(height, width);
        return Paint(width, height, (x, y) => Colors.ColorAt(PositionOf(numbers[(y * width) + x])));
    }

    /// <summary>Over a picture of which the map covers the region that the model saw.</summary>
    public RgbImage Over(RgbImage picture, ImageGeometry geometry)
    {
        double scaleX = (double)picture.Width / geometry.PictureWidth;
        double scaleY = (double)picture.Height / geometry.PictureHeight;
        (double left, double top) = (geometry.Left * scaleX, geometry.Top * scaleY);
        (double width, double height) = (geometry.Width * scaleX, geometry.Height * scaleY);
        return Paint(picture.Width, picture.Height, (x, y) =>
        {
            float grey = GreyAt(picture, x, y);
            // Where the pixel's centre lies in the region, 0 to 1.
            double across = (x + 0.5 - left) / width;
            double down = (y + 0.5 - top) / height;
            if (across is < 0 or > 1 || down is < 0 or > 1)
            {
                return grey * UnseenBrightness;
            }

            float number = _map.NumberAt(across, down);
            float strength = High > 0 ? Math.Min(Math.Abs(number) / Math.Max(High, -Low), 1) : 0;
            return RgbBlending.Mix(grey + (Fading * (255 - grey)), StrongColorOf(number), _opacity * MathF.Pow(strength, Gamma));
        });
    }

    // Near zero a diverging map is white, which would wash the picture out: the overlay keeps the hue and fades by opacity instead.
    private RgbValues StrongColorOf(float number)
    {
        float position = PositionOf(number);
        return Colors.IsDiverging ? Colors.ColorAt(position < 0.5f ? Math.Min(position, 0.28f) : Math.Max(position, 0.72f)) : Colors.ColorAt(position);
    }

    private float PositionOf(float number) => High > Low ? Math.Clamp((number - Low) / (High - Low), 0, 1) : _map.IsSigned ? 0.5f : 0;

    // Gradients have a few pixels far above all others: scaled by them, everything else would be invisible.
    private static float PercentileOfMagnitude(Heatmap map)
    {
        float[] magnitudes = Array.ConvertAll(map.Values.ToArray(), Math.Abs);
        Array.Sort(magnitudes);
        return magnitudes[(int)((magnitudes.Length - 1) * ShownShare)];
    }

    private static Heatmap PositivePart(Heatmap map) =>
        new(Array.ConvertAll(map.Values.ToArray(), number => Math.Max(number, 0)), map.Height, map.Width, map.Scaling) { Cells = map.Cells };

    private static float GreyAt(RgbImage picture, int x, int y)
    {
        ReadOnlySpan<byte> pixel = picture.Pixels.Slice(3 * ((y * picture.Width) + x), 3);
        return new RgbValues(pixel[0], pixel[1], pixel[2]).Luma;
    }

    private static RgbImage Paint(int width, int height, Func<int, int, RgbValues> colorAt)
    {
        var canvas = new Canvas(width, height, 0);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                canvas.Set(x, y, colorAt(x, y));
            }
        }

        return canvas.ToImage();
    }
}
