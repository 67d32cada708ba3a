namespace CnnVis;

/// <summary>The base of what CnnVis throws where a caller can act: a model or a picture that cannot be used, a runtime that is missing.</summary>
public class CnnVisException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public CnnVisException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public CnnVisException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
