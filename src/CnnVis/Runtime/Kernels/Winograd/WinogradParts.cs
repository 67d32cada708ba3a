namespace CnnVis.Runtime.Kernels;

/// <summary>How the work is divided: some tiles, and some groups of the result's channels, each.</summary>
internal readonly record struct WinogradParts(int Tiles, int TilesEach, int Groups, int GroupParts)
{
    // The weights are read once for so many, and the numbers of as many channels as most layers have stay in a core's own cache.
    private const int MostTiles = 72;
    private const int FewestTiles = 24;

    // Enough for many threads. Each transforms its tiles anew, which takes its time where there are few groups.
    private const int Parts = 8;
    private const int FewestGroups = 4;

    public int Count => (Tiles + TilesEach - 1) / TilesEach * GroupParts;

    public static WinogradParts Of(int tiles, int groups)
    {
        int tileParts = (tiles + MostTiles - 1) / MostTiles;
        if (tiles >= Parts * FewestTiles)
        {
            tileParts = (tileParts + Parts - 1) / Parts * Parts;
        }

        int each = (tiles + tileParts - 1) / tileParts;
        int groupParts = Math.Clamp(Parts / tileParts, 1, Math.Max(1, groups / FewestGroups));
        return new WinogradParts(tiles, each + (each % 2), groups, groupParts);
    }

    public (int First, int End) TilesOf(int part)
    {
        int first = part / GroupParts * TilesEach;
        return (first, Math.Min(first + TilesEach, Tiles));
    }

    public (int First, int End) GroupsOf(int part)
    {
        int number = part % GroupParts;
        return (number * Groups / GroupParts, (number + 1) * Groups / GroupParts);
    }
}
