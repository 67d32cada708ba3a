namespace CnnVis.Skia;

/// <summary>How the mean maps of classes are drawn.</summary>
public sealed record ClassAverageSheetOptions
{
    /// <summary>The channels. <value>The default is those whose means differ most between the classes, measured by how much the channel varies at all.</value></summary>
    public IReadOnlyList<int>? Channels { get; init; }

    /// <summary>The most channels that are chosen. <value>The default is 8.</value></summary>
    public int MostChannels { get; init; } = 8;

    /// <summary>The most classes that are drawn, those with most images first. <value>The default is 12.</value></summary>
    public int MostClasses { get; init; } = 12;

    /// <summary>The length of each map's longer side in pixels. <value>The default is 96.</value></summary>
    public int CellSize { get; init; } = 96;

    /// <summary>The colours, from a channel's lowest to its highest number over all classes. <value>The default is <see cref="ColorMap.Viridis"/>.</value></summary>
    public IColorMap? Colors { get; init; }

    internal IReadOnlyList<int> ChannelsOf(Survey survey)
    {
        if (MostChannels is < 1 or > 64 || MostClasses is < 1 or > 256 || CellSize is < 16 or > 1024)
        {
            throw new ArgumentException($"MostChannels {MostChannels} must be from 1 to 64, MostClasses {MostClasses} from 1 to 256, CellSize {CellSize} from 16 to 1024.");
        }

        foreach (int unknown in (Channels ?? []).Where(channel => channel < 0 || channel >= survey.Channels))
        {
            throw new ArgumentException($"There is no channel {unknown}: {survey.Layer} has {survey.Channels}, 0 to {survey.Channels - 1}.");
        }

        return Channels is { Count: > 0 } given
            ? given
            : [.. Enumerable.Range(0, survey.Channels).OrderByDescending(channel => Differences(survey, channel)).Take(MostChannels)];
    }

    private static double Differences(Survey survey, int channel)
    {
        double[] means = [.. survey.ClassAverages.Select(average => (double)average[channel].Values.ToArray().Average())];
        double mean = means.Average();
        double deviation = survey.Statistics(channel).StandardDeviation;
        return deviation > 0 ? Math.Sqrt(means.Average(value => (value - mean) * (value - mean))) / deviation : 0;
    }
}
