using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Differentiation;

/// <summary>Gradients of targets with respect to the images that a model reads.</summary>
internal sealed class InputDifferentiation(CnnModel model, ImageShape shape, GradientRules rules)
{
    /// <summary>For each target the gradients, image after image.</summary>
    public ImageGradients Gradients(
        ReadOnlyMemory<float> images, int count, IReadOnlyList<ResolvedTarget> targets, CancellationToken cancellationToken)
    {
        float[][] gradients = [.. targets.Select(_ => new float[count * shape.ElementCount])];
        bool isStraightThrough = false;
        foreach (IGrouping<ScoreKind, int> sameScores in Enumerable.Range(0, targets.Count).GroupBy(i => targets[i].Kind))
        {
            isStraightThrough |= GradientEngine.Of(model).Use(
                Request(sameScores.Key), plan => Differentiate(plan, images, count, [.. sameScores], targets, gradients, cancellationToken));
        }

        return new ImageGradients(gradients, isStraightThrough);
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
        new(shape, rules, model.ScoreTensor(kind), new TensorNames([model.ImageInput.Name]), new TensorNames([]));

    private bool Differentiate(
        GradientPlan plan,
        ReadOnlyMemory<float> images,
        int count,
        int[] chosen,
        IReadOnlyList<ResolvedTarget> targets,
        float[][] gradients,
        CancellationToken cancellationToken)
    {
        int length = shape.ElementCount;
        for (int first = 0; first < count; first += plan.ImagesPerRun)
        {
            int taken = Math.Min(plan.ImagesPerRun, count - first);
            using GradientRun run = plan.Forward(images.Slice(first * length, taken * length), taken, cancellationToken);
            foreach (int target in chosen)
            {
                float[] part = run.Gradients((_, scores) => targets[target].WriteWeights(scores), cancellationToken)[0];
                part.CopyTo(gradients[target].AsSpan(first * length));
            }
        }

        return plan.IsStraightThrough;
    }
}
