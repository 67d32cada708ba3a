namespace CnnVis;

/// <summary>What a part of an outline stands for.</summary>
public enum OutlinePartKind
{
    /// <summary>The image that the model reads.</summary>
    Input,

    /// <summary>Layers that follow one another.</summary>
    Layers,

    /// <summary>Parts that are there several times in a row.</summary>
    Repeated,

    /// <summary>What the model gives.</summary>
    Output,
}
