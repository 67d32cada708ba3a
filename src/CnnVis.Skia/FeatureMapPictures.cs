using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>Draws feature maps.</summary>
public static class FeatureMapPictures
{
    /// <summary>Draws the maps of a layer in rows, one for each channel, in order.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="options">How they are laid out and coloured; null for the defaults.</param>
    /// <returns>The sheet.</returns>
    public static RgbImage Sheet(this FeatureMaps maps, SheetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(maps);
        SheetOptions chosen = options ?? new();
        chosen.Validate();
        Heatmap[] channels = [.. Enumerable.Range(0, maps.Channels).Select(channel => maps[channel])];
        (float low, float high) = (channels.Min(map => map.Min), channels.Max(map => map.Max));
        return Skia.Sheet.Of([.. channels.Select(map => chosen.SharedScale ? Draw(map, low, high, chosen) : Draw(map, map.Min, map.Max, chosen))], chosen);
    }

    private static RgbImage Draw(Heatmap map, float low, float high, SheetOptions options)
    {
        // Feature maps are levels, not evidence for or against: they are stretched from the lowest to the highest number.
        IColorMap colors = options.Colors ?? ColorMap.Viridis;
        (int width, int height) = PictureSize.For(map.Width, map.Height, options.CellSize);
        float[] numbers = map.Resize(height, width);
        var canvas = new Canvas(width, height, 0);
        for (int i = 0; i < numbers.Length; i++)
        {
            canvas.Set(i % width, i / width, colors.ColorAt(high > low ? (numbers[i] - low) / (high - low) : 0));
        }

        return canvas.ToImage();
    }
}
