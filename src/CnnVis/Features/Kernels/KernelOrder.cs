namespace CnnVis;

/// <summary>How kernels are ordered.</summary>
public enum KernelOrder
{
    /// <summary>As they are stored.</summary>
    Index,

    /// <summary>The strongest first.</summary>
    Norm,

    /// <summary>From the strongest, each followed by the one most like it.</summary>
    Similarity,
}
