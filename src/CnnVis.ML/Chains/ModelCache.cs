using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace CnnVis.ML.Chains;

/// <summary>
/// The models of pipelines that were explained. They live as long as the pipeline's object does; nobody disposes them, since explainers may
/// still use them, so ONNX Runtime's memory is freed when they are collected.
/// </summary>
internal sealed class ModelCache
{
    // Enough for a pipeline explained in different ways by turns; a caller who makes new options every time must not fill the memory.
    private const int MostModels = 4;

    private static readonly ConditionalWeakTable<ITransformer, ModelCache> Pipelines = [];

    private readonly Queue<(Key Key, CnnModel Model)> _models = new();

    /// <summary>The cache of a pipeline.</summary>
    public static ModelCache Of(ITransformer pipeline) => Pipelines.GetOrCreateValue(pipeline);

    /// <summary>The model of a pipeline's ONNX step.</summary>
    public CnnModel Get(OnnxTransformer step, PipelineOptions options, (int Height, int Width)? inputSize = null)
    {
        var key = new Key(options.ScoreColumn, options.Labels is { } labels ? string.Join('\n', labels) : null, options.Model, inputSize);
        lock (_models)
        {
            if (_models.FirstOrDefault(entry => entry.Key == key).Model is { } known)
            {
                return known;
            }

            // The steps of the pipeline make the input, so no preprocessing is to be guessed, and no note to say that it was.
            CnnModelOptions told = options.Model ?? new();
            CnnModel model = OnnxStep.Load(step, options with { Model = told with { Preprocessing = told.Preprocessing ?? new() } }, inputSize);
            _models.Enqueue((key, model));
            if (_models.Count > MostModels)
            {
                _models.Dequeue();
            }

            return model;
        }
    }

    private sealed record Key(string? ScoreColumn, string? Labels, CnnModelOptions? Model, (int Height, int Width)? InputSize);
}
