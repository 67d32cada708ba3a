using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Differentiation;

/// <summary>Gradients of targets with respect to tensors of the model: the image, or any between.</summary>
internal sealed class TargetDifferentiation(CnnModel model, ImageShape shape, GradientRules rules)
{
    // A target that is no weighted sum has another gradient at each point between two scores.
    private const int PointsBetweenScores = 32;

    private const string Gradient = "gradient";

    /// <summary>The tensors with respect to which; the image alone unless told otherwise.</summary>
    public IReadOnlyList<string> To { get; init; } = [model.ImageInput.Name];

    /// <summary>Tensors whose values are wanted too.</summary>
    public IReadOnlyList<string> Activations { get; init; } = [];

    /// <summary>What goes backwards from the scores.</summary>
    public Seed Seed { get; init; } = Seeds.Gradient;

    /// <summary>For each image the baseline with which the rules compare it; null for rules that know one run only.</summary>
    public ReadOnlyMemory<float>? Baselines { get; init; }

    /// <summary>What to call what goes backwards, where it goes wrong.</summary>
    public string Subject { get; init; } = Gradient;

    /// <summary>Whether scales and shifts are merged into the layers before them first.</summary>
    public bool OnMergedLayers { get; init; }

    /// <summary>Equal for differentiations that cost the same.</summary>
    public object Kind => (rules, new TensorNames(To), new TensorNames(Activations), Seed, Baselines is null, OnMergedLayers);

    /// <summary>What so many images of a batch take, without the weights.</summary>
    public long BytesOf(ReadOnlyMemory<float> images, int count, IReadOnlyList<ResolvedTarget> targets) => targets.GroupBy(target => target.Kind).Max(sameScores =>
    {
        GradientRequest request = Request(sameScores.Key);
        GradientEngine engine = GradientEngine.Of(model);
        return TakesOneRun([.. sameScores])
            ? engine.UseJoint(request, HasSeveral(images), plan => plan.BytesOf(count))
            : engine.Use(request, plan => plan.RunSize.BytesOf(count));
    });

    /// <exception cref="NoGradientException">A node on the way has no rule, or nothing arrives.</exception>
    public TargetGradients Gradients(
        ReadOnlyMemory<float> images, int count, IReadOnlyList<ResolvedTarget> targets, CancellationToken cancellationToken)
    {
        try
        {
            return OfAllKinds(images, count, targets, cancellationToken);
        }
        catch (NoGradientException blocked) when (Subject != Gradient)
        {
            throw blocked.About(Subject);
        }
    }

    private TargetGradients OfAllKinds(ReadOnlyMemory<float> images, int count, IReadOnlyList<ResolvedTarget> targets, CancellationToken cancellationToken)
    {
        float[][][] values = new float[targets.Count][][];
        TensorBatch[] activations = [];
        bool isStraightThrough = false;
        foreach (IGrouping<ScoreKind, int> sameScores in Enumerable.Range(0, targets.Count).GroupBy(i => targets[i].Kind))
        {
            // Targets of one kind of score share the forward passes.
            TargetGradients ofKind = Gradients(sameScores.Key, images, count, [.. sameScores.Select(i => targets[i])], cancellationToken);
            foreach ((int i, float[][] gradients) in sameScores.Zip(ofKind.Values))
            {
                values[i] = gradients;
            }

            activations = ofKind.Activations;
            isStraightThrough |= ofKind.IsStraightThrough;
        }

        return new TargetGradients(values, activations, isStraightThrough);
    }

    /// <summary>A target's score for one image, computed in float32 as its gradient is.</summary>
    public float Score(ReadOnlyMemory<float> image, ResolvedTarget target, CancellationToken cancellationToken)
    {
        GradientRequest request = Request(target.Kind);
        return GradientEngine.Of(model).Use(request, plan =>
        {
            using GradientRun run = plan.Forward(image, count: 1, cancellationToken);
            TensorBatch scores = run.Activation(request.From);
            return target.Score(new ScorePass(scores, scores), 0);
        });
    }

    private GradientRequest Request(ScoreKind kind) =>
        new(shape, rules, model.ScoreTensor(kind), new TensorNames(To), new TensorNames(Activations)) { OnMergedLayers = OnMergedLayers };

    private TargetGradients Gradients(
        ScoreKind kind, ReadOnlyMemory<float> images, int count, ResolvedTarget[] targets, CancellationToken cancellationToken)
    {
        if (TakesOneRun(targets))
        {
            return InOneRun(images, count, targets[0], cancellationToken);
        }

        return GradientEngine.Of(model).Use(Request(kind), plan =>
        {
            IReadOnlyList<TargetGradients> parts = model.SessionSettings.Budget.InParts(count, plan.RunSize.Images, (first, taken) =>
            {
                using GradientRun run = Forward(plan, images, first, taken, cancellationToken);
                return new TargetGradients(
                    [.. targets.Select(target => Backward(run, target, cancellationToken))],
                    [.. Activations.Select(run.Activation)],
                    plan.IsStraightThrough);
            });
            return TargetGradients.Join(parts);
        });
    }

    private bool TakesOneRun(ResolvedTarget[] targets) =>
        targets is [{ IsLinear: true }] && Baselines is null && !OnMergedLayers && Seed == Seeds.Gradient && GradientEngine.Of(model).TakesJoint(shape);

    /// <summary>The seed does not wait for the scores, so nothing need be handed from a forward to a backward session.</summary>
    private TargetGradients InOneRun(ReadOnlyMemory<float> images, int count, ResolvedTarget target, CancellationToken cancellationToken) =>
        GradientEngine.Of(model).UseJoint(
            Request(target.Kind), HasSeveral(images), plan => plan.Gradients(images, count, seed => target.WriteGradient([], seed), cancellationToken));

    /// <summary>Whether a batch is made for several images: its last pass may take one, but is no reason for another session.</summary>
    private bool HasSeveral(ReadOnlyMemory<float> images) => images.Length > shape.ElementCount;

    private GradientRun Forward(GradientPlan plan, ReadOnlyMemory<float> images, int first, int count, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<float> Part(ReadOnlyMemory<float> all) => all.Slice(first * shape.ElementCount, count * shape.ElementCount);
        return Baselines is { } baselines
            ? plan.Forward(Part(images), Part(baselines), count, cancellationToken)
            : plan.Forward(Part(images), count, cancellationToken);
    }

    private float[][] Backward(GradientRun run, ResolvedTarget target, CancellationToken cancellationToken)
    {
        void WriteSeed(int image, ReadOnlySpan<float> scores, Span<float> seed) => Seed(target, scores, seed);
        return Baselines is null
            ? run.Gradients(WriteSeed, cancellationToken)
            : run.Multipliers(WriteSeed, target.IsLinear ? 1 : PointsBetweenScores, cancellationToken);
    }
}
