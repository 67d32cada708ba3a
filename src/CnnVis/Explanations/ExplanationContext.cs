using System.Numerics.Tensors;
using CnnVis.Differentiation;
using CnnVis.Explanations;
using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis;

/// <summary>
/// All that a method of explanation sees: the image, scores of changed images, progress. It never sees the runtime, files or pictures.
/// </summary>
public sealed partial class ExplanationContext
{
    private readonly ExplainedImage _image;
    private readonly ResolvedTarget[] _targets;
    private readonly ScorePass _unchanged;
    private readonly ProgressMeter _progress;
    private readonly List<string> _notes = [];
    private readonly List<ImageBatch> _batches = [];

    internal ExplanationContext(
        ExplainedImage image,
        ResolvedTarget[] targets,
        ScorePass unchanged,
        IProgress<ExplanationProgress>? progress,
        GradientRules rules,
        CancellationToken cancellationToken)
    {
        _image = image;
        Rules = rules;
        _targets = targets;
        _unchanged = unchanged;
        _progress = new ProgressMeter(progress);
        CancellationToken = cancellationToken;
        float[] scores = Array.ConvertAll(targets, target => target.Score(unchanged, 0));
        RefuseInfinite(scores, "the unchanged");
        Scores = scores;
    }

    /// <summary>The image as the model reads it.</summary>
    public ImageTensor Input => _image.Input;

    /// <summary>How many targets are explained.</summary>
    public int TargetCount => _targets.Length;

    /// <summary>The score of the unchanged image for each target.</summary>
    public IReadOnlyList<float> Scores { get; }

    /// <summary>How many images one call of <see cref="Score"/> takes at most.</summary>
    public int BatchSize => _image.BatchSize;

    /// <summary>Cancelled when the caller no longer wants the result.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Forward passes so far, the one of the unchanged image included, which all explanations of one <see cref="Explainer"/> share.</summary>
    public int ForwardPasses { get; private set; } = 1;

    /// <summary>Backward passes so far: one for each image and target.</summary>
    public int BackwardPasses { get; private set; }

    /// <summary>The rules by which gradients are taken.</summary>
    public GradientRules Rules { get; }

    /// <summary>The model that scores the image.</summary>
    /// <exception cref="NoGradientException">There is none: only scores are known.</exception>
    public CnnModel Model => _image.Model;

    /// <summary>Whether the image is scored by a model that can be looked into.</summary>
    internal bool HasModel => _image is ModelImage;

    internal IReadOnlyList<string> Notes => _notes;

    internal IReadOnlyList<string> TargetNames => Array.ConvertAll(_targets, target => target.Name);

    internal ScoreKind KindOf(int target) => _targets[target].Kind;

    /// <summary>The scores of the unchanged image times the target's gradient with respect to them: its score where it is a weighted sum.</summary>
    internal double ScoresTimesGradient(int target) =>
        ScoreGradient(target).Zip(_unchanged.Of(KindOf(target))[0].ToArray(), (gradient, score) => (double)gradient * score).Sum();

    /// <summary>How a target changes with each of the scores of its kind, for the unchanged image: for a class, 1 at its place.</summary>
    internal float[] ScoreGradient(int target)
    {
        ReadOnlySpan<float> scores = _unchanged.Of(KindOf(target))[0];
        float[] gradient = new float[scores.Length];
        _targets[target].WriteGradient(scores, gradient);
        return gradient;
    }

    /// <summary>Makes a context without a model: for tests, and to run a method on any function.</summary>
    /// <param name="input">One image.</param>
    /// <param name="score">Returns one score for each image of a batch.</param>
    /// <param name="batchSize">The most images in one call.</param>
    /// <returns>The context, with one target.</returns>
    public static ExplanationContext For(ImageTensor input, Func<ImageTensor, float[]> score, int batchSize = 16)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(score);
        var image = new BlackBoxImage(
            input,
            batch => [.. score(batch).Select(value => new[] { value })],
            new BlackBoxOptions { BatchSize = batchSize });
        var target = new ResolvedTarget("score", classIndex: null, ScoreKind.Logit, [(0, 1f)]);
        return new ExplanationContext(image, [target], image.Evaluate(input.Memory, 1, CancellationToken.None), progress: null, GradientRules.Standard, CancellationToken.None);
    }

    /// <summary>Announces how many forward passes will follow, for the progress.</summary>
    /// <param name="passes">Their number.</param>
    public void ExpectPasses(int passes) => _progress.Expect(passes);

    /// <summary>Makes a batch whose images all begin as copies of the input. It can be used until the explanation is over.</summary>
    /// <returns>The batch, of <see cref="BatchSize"/> images.</returns>
    public ImageBatch NewBatch() => NewBatch(BatchSize);

    internal ImageBatch NewBatch(int capacity)
    {
        var batch = new ImageBatch(Input, capacity, _image.Buffers);
        _batches.Add(batch);
        return batch;
    }

    /// <summary>Takes arrays back that were computed for a batch and that nobody holds any more, so that the next pass needs no fresh memory.</summary>
    internal void Recycle(IEnumerable<float[]> arrays)
    {
        // An estimate holds what it sampled.
        foreach (float[] array in Sampled is null ? arrays.Distinct() : [])
        {
            _image.Buffers.Return(array);
        }
    }

    /// <summary>Takes a batch back before the explanation is over.</summary>
    internal void Recycle(ImageBatch batch)
    {
        _batches.Remove(batch);
        batch.Release();
    }

    /// <summary>The explanation is over: its batches hand their memory back.</summary>
    internal void End() => _batches.ForEach(batch => batch.Release());

    /// <summary>Scores the first images of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="count">How many of its images count.</param>
    /// <returns>A row of scores, one for each target, for each image.</returns>
    /// <exception cref="OperationCanceledException">The explanation was cancelled.</exception>
    public float[][] Score(ImageBatch batch, int count)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ScorePass pass = Pass(
            ScoreOfImages, count, images => _image.Evaluate(batch.Memory, images, CancellationToken), (one, images) => one.Repeat(images), BytesOf);
        Count(count, backwardPasses: 0);
        return ScoresOf(pass, count);
    }

    /// <summary>The gradient of each target's score with respect to the first images of a batch. It costs a forward pass for each image, and a
    /// backward pass for each image and target.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="count">How many of its images count.</param>
    /// <returns>For each target the gradients, image after image, each in the order of the input.</returns>
    /// <exception cref="NoGradientException">The model cannot be differentiated, or only its scores are known.</exception>
    /// <exception cref="CnnVisException">The gradient is not a finite number everywhere.</exception>
    /// <exception cref="OperationCanceledException">The explanation was cancelled.</exception>
    public float[][] Gradients(ImageBatch batch, int count) => Gradients(batch, count, Rules);

    /// <summary>What arrives at the first images of a batch when it goes backwards by other rules than those of the gradient.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="count">How many of its images count.</param>
    /// <param name="rules">The rules: keep them for the next call, a new table means new sessions.</param>
    /// <returns>As for <see cref="Gradients(ImageBatch, int)"/>.</returns>
    public float[][] Gradients(ImageBatch batch, int count, GradientRules rules)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var differentiation = new TargetDifferentiation(_image.Model, Input.Shape, rules);
        return [.. Differentiate(differentiation, batch, count).Values.Select(tensors => tensors[0])];
    }

    /// <summary>
    /// The values and the gradients of layers for the first images of a batch. It costs a forward pass for each image, and a backward pass for
    /// each image and target.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="count">How many of its images count.</param>
    /// <param name="layers">The layers.</param>
    /// <returns>One for each layer, in order.</returns>
    /// <exception cref="NoGradientException">The model cannot be differentiated down to a layer, or only its scores are known.</exception>
    public IReadOnlyList<LayerGradients> LayerGradients(ImageBatch batch, int count, IReadOnlyList<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(batch);
        string[] tensors = [.. layers.Select(layer => layer.OutputTensor)];
        var differentiation = new TargetDifferentiation(_image.Model, Input.Shape, Rules) { To = tensors, Activations = tensors };
        TargetGradients found = Differentiate(differentiation, batch, count);
        return [.. layers.Select((layer, i) => new LayerGradients(layer, found.Activations[i], [.. found.Values.Select(target => target[i])]))];
    }

    /// <summary>The values of layers for the first images of a batch, without gradients.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="count">How many of its images count.</param>
    /// <param name="layers">The layers.</param>
    /// <returns>One for each layer, in order.</returns>
    /// <exception cref="NoGradientException">Only scores are known, so there are no layers.</exception>
    public IReadOnlyList<LayerGradients> LayerActivations(ImageBatch batch, int count, IReadOnlyList<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var images = new ImageTensor(batch.Memory[..(count * Input.Shape.ElementCount)].ToArray(), Input.Shape);
        string[] tensors = [.. layers.Select(layer => layer.OutputTensor)];
        TensorBatch[] activations = Pass(
            ("activations", new TensorNames(tensors)),
            count,
            taken => _image.Model.Activations(taken == count ? images : images.Slice(0), tensors, CancellationToken),
            (one, taken) => [.. one.Select(tensor => tensor.Repeat(taken))],
            BytesOf);
        Count(count, backwardPasses: 0);
        return [.. layers.Zip(activations, (layer, activation) => new LayerGradients(layer, activation, []))];
    }

    /// <summary>What arrives at the first images of a batch when they go backwards by rules that compare them with others.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="baselines">What each of its images is compared with.</param>
    /// <param name="count">How many of its images count.</param>
    /// <param name="rules">The rules.</param>
    internal float[][] Multipliers(ImageBatch batch, ImageBatch baselines, int count, GradientRules rules)
    {
        var differentiation = new TargetDifferentiation(_image.Model, Input.Shape, rules) { Baselines = baselines.Memory, Subject = "multiplier" };
        TargetGradients found = Differentiate(differentiation, batch, count);
        Count(count, backwardPasses: 0);
        return [.. found.Values.Select(tensors => tensors[0])];
    }

    /// <summary>Another picture as the model reads it.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>One image of the input's shape.</returns>
    public ImageTensor ToTensor(RgbImage picture) => _image.ToTensor(picture);

    /// <summary>A colour as the model reads it.</summary>
    /// <param name="color">Red, green, blue, each 0 to 255.</param>
    /// <returns>A value for each channel.</returns>
    public IReadOnlyList<float> ColorOf(RgbValues color) => _image.ColorOf(color);

    /// <summary>The colour that the model reads as the values of a pixel's channels; null where the preprocessing is not known.</summary>
    /// <param name="channels">A value for each channel.</param>
    /// <returns>Red, green, blue, each 0 to 255 where the values are those of a real picture.</returns>
    public RgbValues? PictureColorOf(ReadOnlySpan<float> channels) => _image.Colors?.ToColor(channels);

    /// <summary>
    /// The input as a person would see it: its preprocessing undone where that is known, else its values stretched from the smallest to the
    /// largest. What is no colour becomes grey, the mean of the channels.
    /// </summary>
    /// <returns>A picture of the input's height and width.</returns>
    public RgbImage ToPicture() => VisibleInput.Of(Input, _image.Colors);

    /// <summary>Adds a sentence to the result that a reader should know.</summary>
    /// <param name="note">The sentence.</param>
    public void AddNote(string note)
    {
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }

    /// <summary>Takes gradients of all targets, counts the passes and refuses what is not finite.</summary>
    internal TargetGradients Differentiate(TargetDifferentiation differentiation, ImageBatch batch, int count)
    {
        TargetGradients gradients = Pass(
            differentiation.Kind,
            count,
            images => differentiation.Gradients(batch.Memory, images, _targets, CancellationToken),
            (one, images) => one.Repeat(images),
            images => differentiation.BytesOf(batch.Memory, images, _targets),
            sampled: Math.Min(count, Model.SessionSettings.RunsSideBySide));
        if (gradients.IsStraightThrough)
        {
            AddNote("The model is quantised: the gradient passes its rounding as if it were not there (straight-through).");
        }

        if (gradients.Values.Any(tensors => tensors.Any(values => !TensorPrimitives.IsFiniteAll<float>(values))))
        {
            throw new CnnVisException($"{_image.ScorerName}: the {differentiation.Subject} is not a finite number everywhere, so nothing can be explained by it.");
        }

        Count(count, count * _targets.Length);
        return gradients;
    }

    private float[][] ScoresOf(ScorePass pass, int count)
    {
        float[][] scores = new float[count][];
        for (int i = 0; i < count; i++)
        {
            scores[i] = Array.ConvertAll(_targets, target => target.Score(pass, i) * (Sampled?.Vary() ?? 1));
            RefuseInfinite(scores[i], "a changed");
        }

        return scores;
    }

    private void Count(int forwardPasses, int backwardPasses)
    {
        ForwardPasses += forwardPasses;
        BackwardPasses += backwardPasses;
        _progress.Advance(forwardPasses);
    }

    private void RefuseInfinite(float[] scores, string which)
    {
        if (!Array.TrueForAll(scores, float.IsFinite))
        {
            throw new CnnVisException($"{_image.ScorerName}: the score of {which} image is not a finite number, so nothing can be explained by it.");
        }
    }
}
