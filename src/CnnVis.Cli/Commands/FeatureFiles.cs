using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>Writes the results of features: nothing before all is drawn, then each file whole or not at all.</summary>
internal static class FeatureFiles
{
    public static IReadOnlyList<string> Write(
        string folder, IReadOnlyList<FeatureMaps> maps, IReadOnlyList<FeatureUnit> units, FeatureMapSheetOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> layers = LayerFileNames.Of([.. maps.Select(one => one.Layer)]);
        var files = new List<(string Path, byte[] Content)>();
        for (int i = 0; i < maps.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = Path.Combine(folder, maps.Count == 1 ? "features" : $"features.{layers[i]}");
            files.Add(($"{name}.png", maps[i].Sheet(options).ToPng()));
            files.Add(($"{name}.npy", Numbers(maps[i])));
            if (i < units.Count)
            {
                files.Add(($"{name}.unit.png", units[i].Draw().ToPng()));
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        files.ForEach(file => AtomicFile.Write(file.Path, file.Content));
        return [.. files.Select(file => file.Path)];
    }

    private static byte[] Numbers(FeatureMaps maps)
    {
        int places = maps.Height * maps.Width;
        float[] values = new float[maps.Channels * places];
        for (int channel = 0; channel < maps.Channels; channel++)
        {
            maps[channel].Values.CopyTo(values.AsSpan(channel * places));
        }

        return NpyFile.ToBytes(values, [maps.Channels, maps.Height, maps.Width]);
    }
}
