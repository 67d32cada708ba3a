namespace CnnVis.ML;

/// <summary>What an ML.NET pipeline does not tell about itself. Everything is optional.</summary>
public sealed record PipelineOptions
{
    /// <summary>
    /// The column that the picture goes into: of type MLImage, or the one that LoadImages writes or reads its path from.
    /// <value>The default is the one column of this kind that the pipeline needs.</value>
    /// </summary>
    public string? ImageColumn { get; init; }

    /// <summary>
    /// The column of scores that is explained, one number for each class. With an ONNX model inside, one of that step's own output columns.
    /// <value>The default is the ONNX step's first output; without one, "Score" or the one column of numbers that the last step adds.</value>
    /// </summary>
    public string? ScoreColumn { get; init; }

    /// <summary>
    /// For a pipeline without an ONNX model: whether its scores are probabilities or logits. <value>The default is probabilities.</value>
    /// </summary>
    public ScoreKind ScoreKind { get; init; } = ScoreKind.Probability;

    /// <summary>
    /// The names of the classes; a string is the path of a file.
    /// <value>The default is what the ONNX model or the score column says, if anything.</value>
    /// </summary>
    public Labels? Labels { get; init; }

    /// <summary>
    /// For a pipeline with an ONNX model inside: what its file does not say, such as the kind of its output or how sessions are configured.
    /// Keep it in a variable: the pipeline's model is loaded anew for every new instance. <value>The default is nothing.</value>
    /// </summary>
    public CnnModelOptions? Model { get; init; }
}
