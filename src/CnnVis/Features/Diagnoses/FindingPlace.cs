namespace CnnVis;

/// <summary>Where something was found.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Channels">The channels concerned, from 0; empty where it concerns the layer as a whole.</param>
public sealed record FindingPlace(string Layer, IReadOnlyList<int> Channels)
{
    private const int MostChannels = 12;

    /// <inheritdoc/>
    public override string ToString() => Channels.Count == 0 ? Layer
        : $"{Layer} {(Channels.Count == 1 ? "channel" : "channels")} {string.Join(", ", Channels.Take(MostChannels))}{(Channels.Count > MostChannels ? $", ... ({Channels.Count})" : "")}";
}
