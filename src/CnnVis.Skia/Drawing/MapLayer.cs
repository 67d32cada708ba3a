namespace CnnVis.Skia.Drawing;

/// <summary>A map on its way into a picture.</summary>
internal sealed class MapLayer
{
    // How far the picture fades towards white under a map, and how dark it is where the model does not look.
    private const float Fading = 0.35f;
    private const float UnseenBrightness = 0.45f;

    // A little below 1: weak evidence stays visible without tinting the whole picture.
    private const float Gamma = 0.75f;

    // Finer than a colour's steps: nobody sees the difference to computing each pixel's colour. Odd, so that zero has an entry of its own.
    private const int TableSize = 4097;

    private readonly Heatmap _map;
    private readonly MapOptions _options;

    public MapLayer(Heatmap map, MapOptions options)
    {
        _map = map.Scaling == MapScaling.PositivePart ? PositivePart(map) : map;
        _options = options;
        Scale = new MapScale(map, options);
    }

    public MapScale Scale { get; }

    public RgbImage Alone(int width, int height)
    {
        RgbValues[] colors = Table(Scale.Colors.ColorAt);
        MapSampler numbers = MapSampler.Whole(_map, width, height, _options.Smooth);
        return Paint(width, height, numbers, (_, at, pixels) =>
        {
            for (int x = 0; x < at.Length; x++)
            {
                Write(pixels, x, colors[Entry(at[x])]);
            }
        });
    }

    /// <summary>Over a picture of which the map covers the region that the model saw.</summary>
    public RgbImage Over(RgbImage picture, ImageGeometry geometry)
    {
        RgbValues[] colors = Table(Scale.HueAt);
        float[] opacity = [.. Enumerable.Range(0, TableSize).Select(i => _options.Opacity * MathF.Pow(Scale.StrengthAt(i / (TableSize - 1f)), Gamma))];
        MapSampler numbers = MapSampler.Over(_map, picture.Width, picture.Height, geometry, _options.Smooth);
        return Paint(picture.Width, picture.Height, numbers, (y, at, pixels) =>
        {
            ReadOnlySpan<byte> source = picture.Pixels.Slice(3 * y * picture.Width, 3 * picture.Width);
            for (int x = 0; x < at.Length; x++)
            {
                float grey = new RgbValues(source[3 * x], source[(3 * x) + 1], source[(3 * x) + 2]).Luma;
                if (x < numbers.FirstColumn || x >= numbers.EndColumn || !numbers.Shows(y))
                {
                    Write(pixels, x, grey * UnseenBrightness);
                    continue;
                }

                int entry = Entry(at[x]);
                Write(pixels, x, RgbBlending.Mix(grey + (Fading * (255 - grey)), colors[entry], opacity[entry]));
            }
        });
    }

    private int Entry(float number) => (int)((Scale.PositionOf(number) * (TableSize - 1)) + 0.5f);

    private static RgbValues[] Table(Func<float, RgbValues> colorAt) => [.. Enumerable.Range(0, TableSize).Select(i => colorAt(i / (TableSize - 1f)))];

    private static void Write(Span<byte> pixels, int x, RgbValues color)
    {
        pixels[3 * x] = (byte)(color.Red + 0.5f);
        pixels[(3 * x) + 1] = (byte)(color.Green + 0.5f);
        pixels[(3 * x) + 2] = (byte)(color.Blue + 0.5f);
    }

    private static Heatmap PositivePart(Heatmap map) =>
        new(Array.ConvertAll(map.Values.ToArray(), number => Math.Max(number, 0)), map.Height, map.Width, map.Scaling) { Cells = map.Cells };

    private static RgbImage Paint(int width, int height, MapSampler numbers, PaintRow paint)
    {
        byte[] pixels = new byte[3 * width * height];
        Parallel.For(
            0,
            height,
            () => new float[width],
            (y, _, at) =>
            {
                numbers.Read(y, at);
                paint(y, at, pixels.AsSpan(3 * y * width, 3 * width));
                return at;
            },
            _ => { });
        return new RgbImage(width, height, pixels);
    }

    private delegate void PaintRow(int y, ReadOnlySpan<float> numbers, Span<byte> pixels);
}
