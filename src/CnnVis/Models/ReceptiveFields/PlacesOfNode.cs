namespace CnnVis.Models;

/// <summary>What a node makes of places.</summary>
/// <param name="Places">Where its output's elements lie on the image.</param>
/// <param name="Reads">What its output's cells are made from; empty where they have no places.</param>
internal sealed record PlacesOfNode(Places Places, IReadOnlyList<PlaceRead> Reads)
{
    public static PlacesOfNode None { get; } = new(Places.None, []);

    public static PlacesOfNode Unknown { get; } = new(Places.Unknown, []);
}
