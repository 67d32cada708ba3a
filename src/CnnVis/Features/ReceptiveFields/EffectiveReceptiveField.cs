namespace CnnVis;

/// <summary>What a cell of a layer really looks at: how much each pixel moves it, on average over some pictures.</summary>
public sealed class EffectiveReceptiveField
{
    // Within two standard deviations of a normal distribution: the paper counts pixels above what is left.
    private const double LeastShareOfPeak = 1 - 0.9545;

    internal EffectiveReceptiveField(Heatmap map, string layer, int row, int column, int? channel, int imageCount, PixelRectangle? pixels)
    {
        Map = map;
        Layer = layer;
        Row = row;
        Column = column;
        Channel = channel;
        ImageCount = imageCount;
        Pixels = pixels;
    }

    /// <summary>For each pixel of the model's input the mean size of the cell's gradient, summed over the pixel's channels. Never negative.</summary>
    public Heatmap Map { get; }

    /// <summary>The layer's name.</summary>
    public string Layer { get; }

    /// <summary>The cell's row.</summary>
    public int Row { get; }

    /// <summary>The cell's column.</summary>
    public int Column { get; }

    /// <summary>The channel, or null for the sum of all.</summary>
    public int? Channel { get; }

    /// <summary>How many images the mean is of.</summary>
    public int ImageCount { get; }

    /// <summary>The receptive field proper: the pixels that the cell can see at all; null where that cannot be read from the graph.</summary>
    public PixelRectangle? Pixels { get; }

    /// <summary>
    /// The side in pixels of a square as large as the area that counts, which the paper takes as the pixels above 4.55 % of the largest number.
    /// </summary>
    public double Size
    {
        get
        {
            float least = (float)(LeastShareOfPeak * Map.Max);
            int above = 0;
            foreach (float value in Map.Values)
            {
                above += value > least ? 1 : 0;
            }

            return Math.Sqrt(above);
        }
    }

    /// <summary>How much of what moves the cell lies in a part of the input.</summary>
    /// <param name="pixels">The part.</param>
    /// <returns>From 0 to 1; 0 where nothing moves the cell.</returns>
    public double ShareWithin(PixelRectangle pixels)
    {
        (double inside, double all) = (0, 0);
        for (int y = 0; y < Map.Height; y++)
        {
            for (int x = 0; x < Map.Width; x++)
            {
                bool isInside = y >= pixels.Top && y < pixels.Bottom && x >= pixels.Left && x < pixels.Right;
                inside += isInside ? Map[y, x] : 0;
                all += Map[y, x];
            }
        }

        return all > 0 ? inside / all : 0;
    }
}
