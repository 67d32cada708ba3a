namespace CnnVis.Skia;

/// <summary>How the patches that excite channels are drawn.</summary>
public sealed record TopPatchSheetOptions
{
    /// <summary>The channels, a row for each. <value>The default is the first 16 that are not dead.</value></summary>
    public IReadOnlyList<int>? Channels { get; init; }

    /// <summary>The length of each patch's longer side in pixels. <value>The default is 112.</value></summary>
    public int PatchSize { get; init; } = 112;

    /// <summary>True to frame the cell's own place in patches that are much larger than it. <value>The default is true.</value></summary>
    public bool FramePlaces { get; init; } = true;

    internal IReadOnlyList<int> ChannelsOf(Survey survey)
    {
        const int Rows = 16;
        if (PatchSize is < 32 or > 1024)
        {
            throw new ArgumentException($"{nameof(PatchSize)} is {PatchSize}; it must be from 32 to 1024.");
        }

        if (Channels is { Count: 0 or > 256 })
        {
            throw new ArgumentException($"{Channels.Count} channels are given; a sheet has from 1 to 256.");
        }

        return Channels ?? DefaultChannels(survey, Rows);
    }

    internal static IReadOnlyList<int> DefaultChannels(Survey survey, int most)
    {
        int[] alive = [.. Enumerable.Range(0, survey.Channels).Where(channel => !survey.Statistics(channel).IsDead).Take(most)];
        return alive.Length > 0 ? alive : [.. Enumerable.Range(0, Math.Min(survey.Channels, most))];
    }
}
