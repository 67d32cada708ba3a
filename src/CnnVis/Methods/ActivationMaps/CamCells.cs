namespace CnnVis.Methods;

/// <summary>A layer's map for one target.</summary>
/// <param name="Values">A number for each cell, row by row.</param>
/// <param name="WhyEmpty">Why no number is positive, where that is known.</param>
internal readonly record struct CamCells(float[] Values, string? WhyEmpty = null)
{
    /// <summary>The channels of a layer, weighted.</summary>
    public static CamCells Weighted(LayerPlanes planes, double[] weights)
    {
        string? why = weights.Max() switch
        {
            < 0 => "every channel weight is negative",
            0 when weights.Min() == 0 => "every channel weight is 0",
            0 => "no channel weight is positive",
            _ => null,
        };
        return new CamCells(planes.WeightedSum(weights), why);
    }
}
