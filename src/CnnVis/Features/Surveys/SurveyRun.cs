using System.Diagnostics;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Features.Surveys;

/// <summary>One pass over all images: the network up to the layers and, where classes are predicted, up to the scores.</summary>
internal static class SurveyRun
{
    /// <exception cref="ArgumentException">There is no image, a layer has no channels, or an option is out of range.</exception>
    /// <exception cref="CnnVisException">No image can be read.</exception>
    public static IReadOnlyList<Survey> Run(
        CnnModel model,
        IReadOnlyList<Layer> layers,
        IReadOnlyList<ImageSource> sources,
        SurveyOptions options,
        IProgress<ExplanationProgress>? progress,
        CancellationToken cancellationToken)
    {
        options.Validate();
        if (sources.Count == 0)
        {
            throw new ArgumentException("There is no image to survey.");
        }

        long started = Stopwatch.GetTimestamp();
        var memory = new MemoryAllowance(MemoryAllowance.ForClasses);
        LayerCollector[] collectors = [.. layers.Select(layer => new LayerCollector(layer, options, memory))];
        var classes = new ImageClasses(model, options);
        var images = new List<SurveyedImage>();
        var skipped = new List<SkippedImage>();
        var meter = new ProgressMeter(progress);
        meter.Expect(sources.Count);
        string[] tensors = [.. layers.Select(layer => layer.OutputTensor).Append(classes.ScoreTensor).OfType<string>().Distinct(StringComparer.Ordinal)];
        using ImageRunner runner = RunnerFor(model, tensors);
        long bytesPerImage = layers.Sum(layer => sizeof(float) * layer.OutputShape.Skip(1).Aggregate(1L, (product, size) => product * size));
        foreach (SurveyBatch batch in new SurveyBatches(model, bytesPerImage, sources, cancellationToken).ReadAhead())
        {
            cancellationToken.ThrowIfCancellationRequested();
            skipped.AddRange(batch.Skipped);
            if (batch.Images.Count > 0)
            {
                Dictionary<string, TensorBatch> values = tensors
                    .Zip(runner.Run(batch.Pixels, batch.Images.Count, model.ImageInput.Shape, cancellationToken))
                    .ToDictionary(pair => pair.First, pair => pair.Second);
                Take(batch, values, classes, collectors, images);
            }

            meter.Advance(batch.Images.Count + batch.Skipped.Count);
        }

        cancellationToken.ThrowIfCancellationRequested();
        RefuseNone(images, skipped);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        string[] notes = [.. model.Notes, .. Missing(skipped), .. options.ClassAverages ? classes.Notes : []];
        return
        [
            .. collectors.Select(collector => new Survey(collector, images)
            {
                Skipped = skipped,
                Options = options,
                Elapsed = elapsed,
                Notes = [.. notes, .. collector.Notes()],
            }),
        ];
    }

    private static void Take(
        SurveyBatch batch, Dictionary<string, TensorBatch> values, ImageClasses classes, LayerCollector[] collectors, List<SurveyedImage> images)
    {
        TensorBatch? scores = classes.ScoreTensor is { } tensor ? values[tensor] : null;
        for (int i = 0; i < batch.Images.Count; i++)
        {
            SurveyedImage image = classes.Of(batch.Images[i].Source, batch.Images[i].Geometry, scores, i);
            images.Add(image);
            foreach (LayerCollector collector in collectors)
            {
                collector.Add(values[collector.Layer.OutputTensor][i], image.Class);
            }
        }
    }

    private static ImageRunner RunnerFor(CnnModel model, string[] tensors) => new(
        new OnnxSession(model.SelfContained().WithOutputs(tensors).ToBytes(), model.Name, model.SessionSettings),
        model.ImageInput,
        tensors,
        new Dictionary<ModelInput, TensorValue>());

    private static void RefuseNone(List<SurveyedImage> images, List<SkippedImage> skipped)
    {
        if (images.Count == 0)
        {
            throw new CnnVisException($"None of the {skipped.Count} images can be read. The first, {skipped[0].Name}: {skipped[0].Reason}");
        }
    }

    private static IEnumerable<string> Missing(List<SkippedImage> skipped) => skipped.Count switch
    {
        0 => [],
        1 => [$"1 image cannot be read and was skipped: {skipped[0].Reason}"],
        _ => [$"{skipped.Count} images cannot be read and were skipped. The first: {skipped[0].Reason}"],
    };
}
