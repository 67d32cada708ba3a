using System.Globalization;

namespace CnnVis.Skia.Drawing;

/// <summary>Small pictures of feature maps.</summary>
internal static class MapPictures
{
    private static readonly RgbValues DeadColor = 208;

    public static RgbImage[] Of(FeatureMaps maps, IReadOnlyList<int> channels, FeatureMapSheetOptions options)
    {
        (float low, float high) = (channels.Min(channel => maps.Activity[channel].Min), channels.Max(channel => maps.Activity[channel].Max));
        return
        [
            .. from channel in channels
               let activity = maps.Activity[channel]
               select options.SharedScale
                   ? Draw(maps[channel], low, high, options.CellSize, options.Colors)
                   : Draw(maps[channel], activity.Min, activity.Max, options.CellSize, options.Colors),
        ];
    }

    public static string Caption(ChannelActivity channel)
    {
        string name = channel.Channel.ToString(CultureInfo.InvariantCulture);
        return channel switch
        {
            { IsDead: true } => $"{name} dead",
            { IsSaturated: true } => $"{name} saturated",
            _ => name,
        };
    }

    /// <summary>Feature maps are levels, not evidence for or against: they are stretched from the lowest to the highest number.</summary>
    public static RgbImage Draw(Heatmap map, float low, float high, int size, IColorMap? given)
    {
        IColorMap colors = given ?? ColorMap.Viridis;
        (int width, int height) = PictureSize.For(map.Width, map.Height, size);
        float[] numbers = map.Resize(height, width);
        var canvas = new Canvas(width, height, DeadColor);
        for (int i = 0; i < numbers.Length && high > low; i++)
        {
            canvas.Set(i % width, i / width, colors.ColorAt((numbers[i] - low) / (high - low)));
        }

        return canvas.ToImage();
    }
}
