namespace CnnVis;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; often harmless.</summary>
    Info = 0,

    /// <summary>Something is wasted or may be wrong.</summary>
    Warning,

    /// <summary>The answers of the model cannot be trusted before it is mended.</summary>
    Error,
}
