using System.Diagnostics;
using CnnVis.Models;
using CnnVis.Runtime;

namespace CnnVis.Features.Dreams;

/// <summary>
/// Gradient ascent: draw the pictures from their waves, move them, let the network see them, and step the waves along the gradient of the objective.
/// </summary>
internal sealed class DreamRun
{
    // As faint as lucid's first pictures: almost grey.
    private const float NoiseDeviation = 0.01f;

    private readonly DreamOptions _options;
    private readonly DreamStage _stage;
    private readonly DreamGradients _gradients;
    private readonly float[][] _waves;
    private readonly AdamOptimizer[] _optimizers;

    private DreamRun(DreamOptions options, DreamStage stage, DreamGradients gradients)
    {
        _options = options;
        _stage = stage;
        _gradients = gradients;
        _waves = [.. Enumerable.Range(0, options.Images).Select(FirstWaves)];
        _optimizers = [.. _waves.Select(waves => new AdamOptimizer(waves.Length, options.LearningRate))];
    }

    public static Dream Dream(
        CnnModel model, Objective objective, DreamOptions options, IProgress<ExplanationProgress>? progress, CancellationToken cancellationToken)
    {
        options.Validate();
        long started = Stopwatch.GetTimestamp();
        List<string> notes = [.. model.Notes];
        using var stage = DreamStage.Set(model, objective, options, notes);
        using var gradients = new DreamGradients(model, objective, options, stage, cancellationToken);
        var run = new DreamRun(options, stage, gradients);
        var frames = new FrameKeeper(options);
        var meter = new ProgressMeter(progress);
        meter.Expect(options.Steps);
        float[] values = new float[options.Steps];
        for (int step = 0; step < options.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            values[step] = run.Step(step, frames);
            meter.Advance(1);
        }

        RgbImage[] images = [.. run._waves.Select(waves => stage.Picture.ToImage(stage.Picture.Draw(waves)))];
        frames.Offer(options.Steps, () => images[0]);
        return new Dream(images, gradients.Activations([.. images.Select(stage.Picture.PixelsOf)]))
        {
            Objective = objective.ToString(),
            ObjectiveValues = values,
            Frames = frames.Kept,
            Model = model.Name,
            InputShape = stage.Network.Shape,
            Options = options,
            Notes = [.. notes, .. gradients.Notes(options.Steps)],
            Elapsed = Stopwatch.GetElapsedTime(started),
        };
    }

    /// <summary>The objective for pictures as they are.</summary>
    public static float[] Measure(
        CnnModel model, Objective objective, IReadOnlyList<RgbImage> pictures, DreamOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        using var stage = DreamStage.Set(model, objective, options, notes: []);
        ImageShape shape = stage.Network.Shape;
        float[] images = [.. pictures.SelectMany(picture => Preprocessor.Apply(model.Preprocessing, picture, shape).Tensor.Values.ToArray())];
        var bound = new BoundObjective(objective, new DreamSubject(model, stage.Network, pictures.Count, cancellationToken));
        using NetworkPartPass pass = stage.Network.Forward(images, pictures.Count, cancellationToken);
        return Array.ConvertAll(bound.Total(bound.Evaluate(pass).Values), value => (float)value);
    }

    /// <summary>Takes a step with every picture.</summary>
    /// <returns>The objective before it, the mean over all pictures.</returns>
    private float Step(int step, FrameKeeper frames)
    {
        float[][] pixels = [.. _waves.Select(waves => _stage.Picture.Draw(waves))];
        frames.Offer(step, () => _stage.Picture.ToImage(pixels[0]));
        AffineWarp[] warps = [.. pixels.Select((_, image) => _stage.View.Moved(Motion.Random(_options, step, image)))];
        (double[] values, float[] ofInput) = _gradients.Of(pixels, warps);
        if (!values.All(double.IsFinite))
        {
            throw new CnnVisException($"The objective is no finite number any more at step {step}. Choose a smaller {nameof(DreamOptions.LearningRate)}.");
        }

        int length = _stage.Network.Shape.ElementCount;
        for (int image = 0; image < pixels.Length; image++)
        {
            float[] ofPixels = _stage.View.Backward(ofInput.AsSpan(image * length, length), warps[image]);
            PicturePenalties.Subtract(_options, _stage.Picture, pixels[image], ofPixels);
            _optimizers[image].Step(_waves[image], _stage.Picture.Backward(pixels[image], ofPixels));
        }

        return (float)values.Average();
    }

    private float[] FirstWaves(int image)
    {
        if (_options.Start is { } start)
        {
            return _stage.Picture.WavesOf(_stage.Picture.PixelsOf(start.Resize(_stage.Picture.Width, _stage.Picture.Height)));
        }

        var random = new CounterRandom(_options.Seed);
        // Steps count from 0 up, so the first pictures count from -1 down.
        return [.. Enumerable.Range(0, _stage.Picture.Length).Select(place => NoiseDeviation * random.Normal(-1 - image, place))];
    }
}
