using System.Diagnostics.CodeAnalysis;

namespace CnnVis;

/// <summary>The type of a tensor's elements.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The members are types.")]
public enum ElementType
{
    /// <summary>A type that CnnVis does not feed or read.</summary>
    Other = 0,

    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>16-bit floating point.</summary>
    Float16,

    /// <summary>64-bit floating point.</summary>
    Float64,

    /// <summary>Unsigned bytes, usually a picture's 0 to 255.</summary>
    UInt8,

    /// <summary>32-bit integers.</summary>
    Int32,

    /// <summary>64-bit integers.</summary>
    Int64,

    /// <summary>Truth values.</summary>
    Boolean,
}
