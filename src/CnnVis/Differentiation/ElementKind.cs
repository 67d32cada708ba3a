namespace CnnVis.Differentiation;

/// <summary>What the elements of a tensor are, as far as gradients care.</summary>
internal enum ElementKind
{
    Float,

    /// <summary>8 or 16 bits: possibly the codes of a quantised float.</summary>
    Code,

    Integer,
    Boolean,
    Other,
}
