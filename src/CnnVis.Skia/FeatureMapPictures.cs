using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>Draws feature maps.</summary>
public static class FeatureMapPictures
{
    /// <summary>
    /// Draws the maps of a layer in rows, one for each channel. A dead channel, which holds the same number everywhere, is drawn grey; dead and
    /// saturated ones are named below.
    /// </summary>
    /// <param name="maps">The maps.</param>
    /// <param name="options">Which are drawn, in which order and colours; null for the defaults.</param>
    /// <returns>The sheet.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static RgbImage Sheet(this FeatureMaps maps, FeatureMapSheetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(maps);
        FeatureMapSheetOptions chosen = options ?? new();
        chosen.Validate();
        int[] drawn = [.. maps.Order(chosen.Order).Take(chosen.Most)];
        RgbImage[] pictures = MapPictures.Of(maps, drawn, chosen);
        if (!chosen.Annotate)
        {
            return Skia.Sheet.Of(pictures, chosen.Layout);
        }

        CaptionedPicture[] captioned = [.. drawn.Zip(pictures, (channel, picture) => new CaptionedPicture(picture, MapPictures.Caption(maps.Activity[channel])))];
        return CaptionedSheet.Draw(maps.Layer, Summary(maps, drawn.Length, chosen), captioned, chosen.Layout);
    }

    private static string Summary(FeatureMaps maps, int drawn, FeatureMapSheetOptions options)
    {
        string[] parts =
        [
            drawn < maps.Channels ? $"{drawn} of {maps.Channels} maps of {maps.Height}x{maps.Width}" : $"{maps.Channels} maps of {maps.Height}x{maps.Width}",
            .. options.Order == FeatureMapOrder.Channel ? Array.Empty<string>() : [$"by {options.Order.ToString().ToLowerInvariant()}"],
            $"{maps.Activity.Count(channel => channel.IsDead)} dead",
            $"{maps.Activity.Count(channel => channel.IsSaturated)} saturated",
            options.SharedScale ? "one scale" : "each on its own scale",
        ];
        return string.Join(" \u00b7 ", parts);
    }
}
