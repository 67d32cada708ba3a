namespace CnnVis;

/// <summary>How much of the network is computed again for each window of an occlusion.</summary>
public enum IncrementalMode
{
    /// <summary>All of it.</summary>
    Off,

    /// <summary>
    /// What the window changes, around it, up to where that is most of the network; the rest is taken from the unchanged image. The map is the
    /// same, but for the rounding of float32.
    /// </summary>
    Exact,
}
