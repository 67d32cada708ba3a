namespace CnnVis;

/// <summary>How the numbers of a pixel's channels become one.</summary>
public enum ChannelReduction
{
    /// <summary>Their maximum.</summary>
    Max,

    /// <summary>Their sum.</summary>
    Sum,
}
