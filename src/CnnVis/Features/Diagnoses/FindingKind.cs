namespace CnnVis;

/// <summary>What can be wrong with a network or with what it is fed.</summary>
public enum FindingKind
{
    /// <summary>Channels last where the model reads them first, or the other way round.</summary>
    InputLayout = 0,

    /// <summary>Numbers that are far larger or smaller than those that the model was trained with.</summary>
    InputRange,

    /// <summary>Red and blue exchanged.</summary>
    ChannelOrder,

    /// <summary>Weights or activations that are NaN or infinite.</summary>
    NotFinite,

    /// <summary>Filters that say the same everywhere.</summary>
    DeadFilters,

    /// <summary>Filters that compute what another one computes.</summary>
    DuplicateFilters,

    /// <summary>Channels that are nearly always at a bound of their activation.</summary>
    SaturatedActivations,

    /// <summary>Layers that treat some places more often than others, which shows as a checkerboard.</summary>
    Checkerboard,
}
