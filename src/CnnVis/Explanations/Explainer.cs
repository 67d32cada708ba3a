using System.Diagnostics;
using CnnVis.Explanations;
using CnnVis.Explanations.Estimates;
using CnnVis.Models;

namespace CnnVis;

/// <summary>
/// One image about to be explained. Immutable: <see cref="For"/> and <see cref="ReportTo"/> return a new one. Every method of explanation is
/// a verb on it that runs and returns the <see cref="Explanation"/>.
/// </summary>
public sealed class Explainer
{
    private readonly ExplainedImage _image;
    private readonly ITargetChoice _choice;
    private readonly IProgress<ExplanationProgress>? _progress;
    private readonly GradientRules _rules;
    private readonly SampledPasses? _sampled;

    internal Explainer(ExplainedImage image)
        : this(image, new GivenTargets([Target.Top]), progress: null, GradientRules.Standard, sampled: null)
    {
    }

    private Explainer(ExplainedImage image, ITargetChoice choice, IProgress<ExplanationProgress>? progress, GradientRules rules, SampledPasses? sampled)
    {
        _image = image;
        _choice = choice;
        _progress = progress;
        _rules = rules;
        _sampled = sampled;
    }

    /// <summary>The shape of the image as the model reads it.</summary>
    public ImageShape InputShape => _image.Input.Shape;

    /// <summary>Explains a score function instead of a model: for methods that need nothing but scores.</summary>
    /// <param name="image">One image.</param>
    /// <param name="scores">Returns, for each image of a batch, one score for each class: probabilities, unless the options say otherwise.</param>
    /// <param name="options">What is known about the function; null for nothing.</param>
    /// <returns>The explainer.</returns>
    public static Explainer ForScores(ImageTensor image, Func<ImageTensor, IReadOnlyList<float[]>> scores, BlackBoxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(scores);
        options ??= new();
        options.Validate();
        return new Explainer(new BlackBoxImage(image, scores, options));
    }

    /// <summary>Chooses what is explained, instead of the most probable class. Several targets share the same passes.</summary>
    /// <param name="targets">Classes by index or name, or any <see cref="Target"/>.</param>
    /// <returns>A new explainer.</returns>
    public Explainer For(params Target[] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.Length == 0 || targets.Contains(null!))
        {
            throw new ArgumentException("At least one target is needed, and none may be null.", nameof(targets));
        }

        return new Explainer(_image, new GivenTargets([.. targets]), _progress, _rules, _sampled);
    }

    /// <summary>Explains every class, from the same passes. All maps are kept in memory: a thousand classes of 224x224 pixels need 0.6 GB.</summary>
    /// <param name="kind">Logits or probabilities.</param>
    /// <returns>A new explainer.</returns>
    public Explainer ForAllClasses(ScoreKind kind = ScoreKind.Logit) => new(_image, new EveryClass(kind), _progress, _rules, _sampled);

    /// <summary>Explains every class that the model finds likely enough, the most probable first, from the same passes.</summary>
    /// <param name="probability">The least probability, 0 to 1; of a segmentation map, the least share of the image.</param>
    /// <param name="kind">Logits or probabilities.</param>
    /// <returns>A new explainer. It throws <see cref="ArgumentException"/> when it runs and no class is so likely.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public Explainer ForClassesAbove(float probability, ScoreKind kind = ScoreKind.Logit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        return new Explainer(_image, new LikelyClasses(probability, kind), _progress, _rules, _sampled);
    }

    /// <summary>Explains others in the place of the targets, once those are known.</summary>
    internal Explainer Instead(Func<Target, Target> change) => new(_image, new ChangedTargets(_choice, change), _progress, _rules, _sampled);

    /// <summary>Reports progress, in order and on the calling thread.</summary>
    /// <param name="progress">Receives the passes done, their total and the estimated time left.</param>
    /// <returns>A new explainer.</returns>
    public Explainer ReportTo(IProgress<ExplanationProgress> progress) => new(_image, _choice, progress, _rules, _sampled);

    /// <summary>Differentiates by other rules: with one added for an operator of your own, or one replaced.</summary>
    /// <param name="rules">The table, usually <c>GradientRules.Standard.With(...)</c>. Keep it for the next call: a new table means new sessions.</param>
    /// <returns>A new explainer.</returns>
    public Explainer WithRules(GradientRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new Explainer(_image, _choice, _progress, rules, _sampled);
    }

    /// <summary>Runs several methods on the same image and targets, and says how far their maps agree and what they cost.</summary>
    /// <param name="recipes">The methods, for example <c>e => e.GradCam(), e => e.Occlusion()</c>.</param>
    /// <returns>The explanations, their rank correlations and times.</returns>
    /// <exception cref="ArgumentException">There is no recipe, or one of them explains something else.</exception>
    public Comparison Compare(params Func<Explainer, Explanation>[] recipes)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        return new Comparison([.. recipes.Select(recipe => recipe(this))]);
    }

    /// <summary>
    /// Says what an explanation will cost. Of each kind of pass that the method makes one runs, for one image, and is timed; all others are only counted.
    /// Sessions made for that are kept, so that the explanation itself begins sooner.
    /// </summary>
    /// <param name="recipe">
    /// The method with its options, for example <c>e => e.Occlusion()</c>, or <see cref="ExplanationMethod.Recipe"/> of a method by name. Its result is no
    /// explanation: the scores in it are made up.
    /// </param>
    /// <returns>Passes, time and memory.</returns>
    /// <exception cref="CnnVisException">The explanation itself would fail, because the model cannot be differentiated or a limit on memory is too low.</exception>
    public ExplanationEstimate Estimate(Func<Explainer, Explanation> recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var sampled = new SampledPasses();
        var explainer = new Explainer(_image, _choice, progress: null, _rules, sampled);
        TimeSpan duration = default;
        long held = _image.BytesHeldFor(() =>
        {
            // Twice: the first time prepares what later explanations find ready.
            for (int round = 0; round < 2; round++)
            {
                sampled.Begin();
                recipe(explainer);
                duration = sampled.Duration;
            }
        });
        return new ExplanationEstimate(sampled, duration, sampled.Bytes + held);
    }

    /// <summary>
    /// Runs a method: the one door for those of this library and for your own.
    /// </summary>
    /// <param name="method">The method's name, as results show it.</param>
    /// <param name="options">A record of its options, kept in the result.</param>
    /// <param name="attribute">Computes one map for each target of the context, in order.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentException">A target does not exist.</exception>
    public Explanation Run(
        string method,
        object options,
        Func<ExplanationContext, IReadOnlyList<Heatmap>> attribute,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(method);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(attribute);
        long started = Stopwatch.GetTimestamp();
        ScorePass unchanged = ExplanationContext.Unchanged(_image, _sampled, cancellationToken);
        var scores = new TargetScores(unchanged, _image.Input.Shape, _image.Labels, _image.ToldForm);
        ResolvedTarget[] targets = [.. _choice.Targets(scores).Select(target => target.Resolve(scores))];
        var context = new ExplanationContext(_image, targets, unchanged, _progress, _rules, cancellationToken) { Sampled = _sampled };
        IReadOnlyList<Heatmap> maps;
        try
        {
            maps = attribute(context);
        }
        finally
        {
            context.End();
        }

        _sampled?.Count(context.ForwardPasses, context.BackwardPasses);
        if (maps.Count != targets.Length)
        {
            throw new InvalidOperationException($"{method} returned {maps.Count} maps for {targets.Length} targets.");
        }

        return new Explanation(
            new ExplanationRecord
            {
                Method = method,
                Options = MethodOptions.Describe(options),
                Model = _image.ScorerName,
                InputShape = _image.Input.Shape,
                Geometry = _image.Geometry,
                OutputForm = scores.Space(ScoreKind.Probability).Form,
                Prediction = new Prediction(scores.Prediction.Classes.Take(ExplanationRecord.KeptClasses)),
                Targets = [.. targets.Select((target, i) => new ExplainedTarget(target.Name, target.ClassIndex, _image.KindOf(target.Kind), context.Scores[i]))],
                ForwardPasses = context.ForwardPasses,
                BackwardPasses = context.BackwardPasses,
                Elapsed = Stopwatch.GetElapsedTime(started),
                Notes = [.. _image.Notes, .. context.Notes],
            },
            maps,
            _image.Picture);
    }
}
