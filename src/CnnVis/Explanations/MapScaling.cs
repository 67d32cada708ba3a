namespace CnnVis;

/// <summary>How a map's numbers are scaled for drawing. What is kept are the raw numbers.</summary>
public enum MapScaling
{
    /// <summary>Divided by the largest absolute value: -1 to 1, where negative numbers speak against the target.</summary>
    Symmetric = 0,

    /// <summary>From the smallest to the largest number: 0 to 1, where there is no zero to keep.</summary>
    Stretched,

    /// <summary>
    /// The positive part, as class activation maps are drawn: negative numbers become 0, then the map is stretched to 0 to 1 at its own size,
    /// and once more after it was resized.
    /// </summary>
    PositivePart,
}
