using System.Globalization;
using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>
/// A(p) = sum f(x m + b (1 - m)) m(p) / sum m(p) - sum f / N over random smooth masks m, with b the baseline; as published, sum f m(p) / (N p).
/// </summary>
internal sealed class RiseMethod(RiseOptions options)
{
    private const int MasksBetweenChecks = 500;

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        ImageShape shape = context.Input.Shape;
        var masks = new RiseMasks(shape.Height, shape.Width, options);
        RiseMap[] maps = [.. Enumerable.Range(0, context.TargetCount).Select(_ => new RiseMap(shape.PixelCount, options))];
        double[] coverage = new double[shape.PixelCount];
        // The mean is taken off in any case: taken from the unchanged image's score, a score that never changes stays 0 without rounding.
        double[] unchanged = [.. context.Scores.Select(score => options.Normalization == RiseNormalization.Centered ? (double)score : 0)];
        context.ExpectPasses(options.Masks);
        int used = 0;
        foreach ((double[] mask, float[] scores) in ScoredMasks(context, masks, () => options.SettledBelow > 0 && context.MayStop(maps.All(map => map.SettledAt is not null))))
        {
            used++;
            TensorPrimitives.Add(coverage, mask, coverage);
            bool isCheck = used % MasksBetweenChecks == 0 || used == options.Masks;
            for (int target = 0; target < maps.Length; target++)
            {
                if (maps[target].SettledAt is null)
                {
                    maps[target].Add(scores[target] - unchanged[target], mask);
                    if (isCheck)
                    {
                        maps[target].Update(used, coverage);
                    }
                }
            }
        }

        context.ExpectPasses(used - options.Masks);
        context.AddNote(Describe(maps));
        MapScaling scaling = options.Normalization == RiseNormalization.Expected ? MapScaling.Stretched : MapScaling.Symmetric;
        return [.. maps.Select(map => new Heatmap(map.Values, shape.Height, shape.Width, scaling, shape))];
    }

    /// <summary>The masks in order with their scores. Batches end where the maps are compared, so that no batch size changes what is used.</summary>
    private IEnumerable<(double[] Mask, float[] Scores)> ScoredMasks(ExplanationContext context, RiseMasks masks, Func<bool> haveSettled)
    {
        ImageBatch batch = context.NewBatch();
        float[] baseline = options.Baseline.ToTensor(context);
        float[] visible = new float[baseline.Length];
        TensorPrimitives.Subtract(context.Input.Values, baseline, visible);
        float[] mask = new float[context.Input.Shape.PixelCount];
        double[] exact = new double[mask.Length];
        for (int first = 0, count; first < options.Masks && !haveSettled(); first += count)
        {
            int untilCheck = MasksBetweenChecks - (first % MasksBetweenChecks);
            count = Math.Min(Math.Min(batch.Capacity, untilCheck), options.Masks - first);
            for (int i = 0; i < count; i++)
            {
                masks.Write(first + i, mask);
                Fade(mask, visible, baseline, context.Input.Shape, batch[i]);
            }

            float[][] scores = context.Score(batch, count);
            for (int i = 0; i < count; i++)
            {
                masks.Write(first + i, mask);
                TensorPrimitives.ConvertTruncating<float, double>(mask, exact);
                yield return (exact, scores[i]);
            }
        }
    }

    private static void Fade(float[] mask, float[] visible, float[] baseline, ImageShape shape, Span<float> image)
    {
        if (shape.Layout == TensorLayout.Nchw)
        {
            for (int start = 0; start < image.Length; start += mask.Length)
            {
                TensorPrimitives.MultiplyAdd(
                    mask, visible.AsSpan(start, mask.Length), baseline.AsSpan(start, mask.Length), image.Slice(start, mask.Length));
            }

            return;
        }

        for (int i = 0; i < image.Length; i++)
        {
            image[i] = (mask[i / shape.Channels] * visible[i]) + baseline[i];
        }
    }

    private string Describe(RiseMap[] maps)
    {
        string counts = string.Join(", ", maps.Select(map => map.SettledAt ?? options.Masks).Distinct().Order());
        RiseMap[] open = [.. maps.Where(map => map.SettledAt is null && double.IsFinite(map.Change))];
        string change = open.Length > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" The last comparison still showed a change of {open.Max(map => map.Change):0.00} standard deviations of the map.")
            : "";
        return $"{counts} of at most {options.Masks} masks were used{(maps.Length > 1 ? ", by target" : "")}.{change}";
    }
}
