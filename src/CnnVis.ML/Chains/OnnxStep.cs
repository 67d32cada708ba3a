using Microsoft.ML.Transforms.Onnx;

namespace CnnVis.ML.Chains;

/// <summary>The step of a pipeline that runs an ONNX model.</summary>
internal static class OnnxStep
{
    private const string ModelEntry = "OnnxModel";

    /// <summary>Takes the .onnx file out of what the step writes when it is saved, and loads it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="options">What is known about the model.</param>
    /// <param name="inputSize">Height and width that the pipeline makes, for a model that leaves them free.</param>
    /// <exception cref="ArgumentException">The options name a column that the step does not write.</exception>
    /// <exception cref="CnnVisException">The model cannot be taken out or is not supported.</exception>
    public static CnnModel Load(OnnxTransformer step, PipelineOptions options, (int Height, int Width)? inputSize = null)
    {
        if (SavedStep.TryRead(step) is not { } saved || saved.Blob(ModelEntry) is not { } model)
        {
            throw new CnnVisException(
                "The pipeline's ONNX model cannot be taken out of its OnnxTransformer, which is saved in an unknown way. "
                + "Load the .onnx file with CnnModel.Load and explain that.");
        }

        SettingsReader settings = saved.OpenSettings();
        _ = settings.Names();
        string[] outputs = settings.Names();
        if (options.ScoreColumn is { } told && !outputs.Contains(told))
        {
            throw new ArgumentException(
                $"The pipeline's ONNX step writes {string.Join(", ", outputs.Select(name => $"'{name}'"))}, not '{told}' "
                + $"({nameof(PipelineOptions)}.{nameof(PipelineOptions.ScoreColumn)}). Steps after it are not part of the explanation.");
        }

        CnnModelOptions known = options.Model ?? new();
        return CnnModel.Load(model, known with
        {
            Name = known.Name ?? "pipeline",
            Labels = options.Labels ?? known.Labels,
            OutputName = options.ScoreColumn ?? known.OutputName ?? outputs[0],
            InputSize = known.InputSize ?? inputSize,
        });
    }
}
