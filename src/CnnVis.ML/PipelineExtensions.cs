using CnnVis.ML.Chains;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace CnnVis.ML;

/// <summary>Explains what ML.NET pipelines say about pictures.</summary>
public static class PipelineExtensions
{
    /// <summary>
    /// Prepares to explain what a pipeline says about a picture, with the pipeline's own preprocessing. With an ONNX model inside, the steps before
    /// it are run as they are to make the model's input, and the model's output is explained: steps after it play no part, and every method
    /// works. Any other pipeline is a black box whose picture is changed: methods that need nothing but scores work.
    /// </summary>
    /// <param name="pipeline">A fitted or loaded pipeline, from LoadImages or a column of type MLImage to scores.</param>
    /// <param name="image">The picture, as the pipeline's first step would read it; it stays the caller's to dispose.</param>
    /// <param name="options">What the pipeline does not tell; null for nothing.</param>
    /// <returns>An explainer of the most probable class.</returns>
    /// <exception cref="ArgumentException">The column of the picture or of the scores cannot be found; the message says which option names it.</exception>
    /// <exception cref="CnnVisException">The ONNX model is not supported.</exception>
    public static Explainer Explain(this ITransformer pipeline, MLImage image, PipelineOptions? options = null) =>
        pipeline.Explain(image.ToRgbImage(), options);

    /// <summary>
    /// Prepares to explain what a pipeline says about a picture, as <see cref="Explain(ITransformer, MLImage, PipelineOptions?)"/> does.
    /// LoadImages ignores how a camera was held (EXIF), ImageFile.Load does not: read such files with MLImage.CreateFromFile.
    /// </summary>
    /// <param name="pipeline">A fitted or loaded pipeline, from LoadImages or a column of type MLImage to scores.</param>
    /// <param name="image">The picture.</param>
    /// <param name="options">What the pipeline does not tell; null for nothing.</param>
    /// <returns>An explainer of the most probable class.</returns>
    /// <exception cref="ArgumentException">The column of the picture or of the scores cannot be found; the message says which option names it.</exception>
    /// <exception cref="CnnVisException">The ONNX model is not supported.</exception>
    public static Explainer Explain(this ITransformer pipeline, RgbImage image, PipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(image);
        IReadOnlyList<ITransformer> steps = Chain.Steps(pipeline);
        return steps.OfType<OnnxTransformer>().FirstOrDefault() is { } onnx
            ? OnnxExplainer.Create([.. steps.TakeWhile(step => step != onnx)], onnx, ModelCache.Of(pipeline), image, options ?? new())
            : ScoreExplainer.Create(steps, image, options ?? new());
    }

    /// <summary>
    /// Takes the ONNX model out of a pipeline, for what needs the model itself: its layers, its feature maps. The pipeline's preprocessing does
    /// not come with it; a picture given to the model is preprocessed as <see cref="CnnModel.Preprocessing"/> says.
    /// </summary>
    /// <param name="pipeline">A fitted or loaded pipeline.</param>
    /// <param name="options">What the pipeline does not tell; null for nothing.</param>
    /// <returns>A model of its own; dispose it at the end.</returns>
    /// <exception cref="ArgumentException">The pipeline has no ONNX model, or the options name a column that it does not write.</exception>
    /// <exception cref="CnnVisException">The model is not supported.</exception>
    public static CnnModel ToCnnModel(this ITransformer pipeline, PipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        IReadOnlyList<ITransformer> steps = Chain.Steps(pipeline);
        return steps.OfType<OnnxTransformer>().FirstOrDefault() is { } onnx
            ? OnnxStep.Load(onnx, options ?? new())
            : throw new ArgumentException(
                $"The pipeline has no ONNX model: its steps are {string.Join(", ", steps.Select(Chain.NameOf))}. "
                + "Add ApplyOnnxModel, or use Explain, which needs none.",
                nameof(pipeline));
    }
}
