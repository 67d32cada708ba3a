namespace CnnVis;

/// <summary>An explanation is not as a test requires it. The message says what was expected, what was found, and where the evidence is instead.</summary>
public sealed class ExplanationRequirementException : CnnVisException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected and what was found.</param>
    public ExplanationRequirementException(string message)
        : base(message)
    {
    }
}
