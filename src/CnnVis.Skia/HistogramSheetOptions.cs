namespace CnnVis.Skia;

/// <summary>How the histograms of channels are drawn.</summary>
public sealed record HistogramSheetOptions
{
    /// <summary>The channels. <value>The default is the first 64 that are not dead.</value></summary>
    public IReadOnlyList<int>? Channels { get; init; }

    /// <summary>Histograms in a row. <value>The default is 8.</value></summary>
    public int Columns { get; init; } = 8;

    internal IReadOnlyList<int> ChannelsOf(Survey survey)
    {
        const int Most = 64;
        if (Columns is < 1 or > 64)
        {
            throw new ArgumentException($"{nameof(Columns)} is {Columns}; it must be from 1 to 64.");
        }

        if (Channels is { Count: 0 or > 4096 })
        {
            throw new ArgumentException($"{Channels.Count} channels are given; a sheet has from 1 to 4096.");
        }

        return Channels ?? TopPatchSheetOptions.DefaultChannels(survey, Most);
    }
}
