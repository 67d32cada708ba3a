namespace CnnVis.Tests.Differentiation;

/// <summary>How a row's derivative is measured.</summary>
internal enum CaseStep
{
    /// <summary>A step of 1: exact for what is linear or bilinear.</summary>
    One,

    /// <summary>A step that reaches no kink: exact for what is linear in pieces.</summary>
    BetweenKinks,

    /// <summary>Two small steps, combined so that the error is of the fourth order.</summary>
    Small,
}
