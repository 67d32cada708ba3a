namespace CnnVis;

/// <summary>What becomes of the share that a layer's bias has in its output.</summary>
public enum LrpBias
{
    /// <summary>
    /// The bias takes its share of the relevance and keeps it, as in zennit: the map adds up to less than the score where biases speak for
    /// the target, to more where they speak against it.
    /// </summary>
    Absorb,

    /// <summary>Biases get nothing: what arrives at a layer goes to its inputs whole, so that the map adds up to the score.</summary>
    Ignore,
}
