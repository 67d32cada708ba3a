namespace CnnVis.ML.Estimators;

/// <summary>What CustomMapping writes.</summary>
internal sealed class MapRow
{
    public float[] Map { get; set; } = [];
}
