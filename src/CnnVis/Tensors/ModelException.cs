namespace CnnVis;

/// <summary>A model cannot be read, is outside what CnnVis supports, or was refused by ONNX Runtime.</summary>
public sealed class ModelException : CnnVisException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="modelName">The model's file name, or a stand-in where it was not read from a file.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public ModelException(string modelName, string message)
        : base($"{modelName}: {message}") => ModelName = modelName;

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="modelName">The model's file name, or a stand-in where it was not read from a file.</param>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ModelException(string modelName, string message, Exception innerException)
        : base($"{modelName}: {message}", innerException) => ModelName = modelName;

    /// <summary>The model's file name, without its folder.</summary>
    public string ModelName { get; }
}
