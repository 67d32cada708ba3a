namespace CnnVis;

/// <summary>One stop on the way through a network.</summary>
/// <param name="Maps">What the layer makes of the picture.</param>
/// <param name="Operator">The layer's operator.</param>
/// <param name="ReceptiveField">What each of its cells can see; null where it sees the whole input, or that cannot be read from the graph.</param>
public sealed record TourStage(FeatureMaps Maps, string Operator, ReceptiveField? ReceptiveField)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Maps.Layer} ({Operator}): {Maps.Channels} maps of {Maps.Height}x{Maps.Width}";
}
