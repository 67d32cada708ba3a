using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>A = m (x - x'), where the multiplier m of each tensor makes m times its difference add up to f(x) - f(x').</summary>
internal sealed class DeepLiftMethod(DeepLiftOptions options)
{
    /// <summary>The image and the baseline.</summary>
    public const int PassesPerImage = 2;

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        context.ExpectPasses(PassesPerImage + 1);
        float[] baseline = options.Baseline.ToTensor(context);
        double[] differences = Completeness.Differences(context, [baseline]);
        float[][] contributions = Contributions(context, context.NewBatch(1), count: 1);
        var completeness = Completeness.Worst(contributions.Select(Sum), differences);
        string why = completeness.RelativeGap > Completeness.VisibleGap ? " What comparisons, ArgMax and the like decide is missing from it." : "";
        context.AddNote($"{completeness}.{why}");
        return [.. contributions.Select(elements => Heatmap.OfElements(elements, context.Input.Shape, MapScaling.Symmetric))];
    }

    public float[][] Contributions(ExplanationContext context, ImageBatch batch, int count)
    {
        float[] baseline = options.Baseline.ToTensor(context);
        ImageBatch baselines = context.NewBatch(count);
        for (int image = 0; image < count; image++)
        {
            baseline.CopyTo(baselines[image]);
        }

        float[][] contributions = context.Multipliers(batch, baselines, count, DeepLiftRules.Variant.Of(context.Rules));
        int length = context.Input.Shape.ElementCount;
        float[] difference = new float[count * length];
        TensorPrimitives.Subtract(batch.Memory.Span[..difference.Length], baselines.Memory.Span[..difference.Length], difference);
        context.Recycle(baselines);
        Array.ForEach(contributions, multipliers => TensorPrimitives.Multiply(multipliers, difference, multipliers));
        return contributions;
    }

    private static double Sum(float[] elements) => elements.Sum(element => (double)element);
}
