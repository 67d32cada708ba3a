using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>
/// A(p) = (f(x + h v) - f(x - h v)) / 2h, shared out among the pixels of the block that v moves; or the mean over random v of that times v.
/// </summary>
internal sealed class FiniteDifferencesMethod(FiniteDifferencesOptions options)
{
    private readonly CounterRandom _random = new(options.Seed);

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        PixelSegments segments = (options.Segments ?? Segmentation.Grid(options.Blocks)).Divide(context);
        float step = options.Step * Range(context.Input.Values);
        int moves = options.RandomDirections ?? segments.Count;
        context.ExpectPasses(2 * moves);
        double[][] totals = [.. Enumerable.Range(0, context.TargetCount).Select(_ => new double[segments.Count])];
        foreach ((int move, double[] slopes) in Slopes(context, segments, moves, step))
        {
            for (int target = 0; target < totals.Length; target++)
            {
                Add(totals[target], move, slopes[target]);
            }
        }

        if (options.RandomDirections is { } directions)
        {
            context.AddNote($"Estimated from {directions} random directions ({2 * directions} forward passes).");
        }

        return [.. totals.Select(segments.Share)];
    }

    /// <summary>For each move the slope of every target along it. The images ahead and behind lie side by side in the batches.</summary>
    private IEnumerable<(int Move, double[] Slopes)> Slopes(ExplanationContext context, PixelSegments segments, int moves, float step)
    {
        ImageBatch batch = context.NewBatch();
        float[][] ahead = new float[moves][];
        for (int first = 0; first < 2 * moves; first += batch.Capacity)
        {
            int count = Math.Min(batch.Capacity, (2 * moves) - first);
            for (int i = 0; i < count; i++)
            {
                int image = first + i;
                float distance = image % 2 == 0 ? step : -step;
                context.Input.Values.CopyTo(batch[i]);
                segments.Move(batch[i], segment => distance * Direction(image / 2, segment));
            }

            float[][] scores = context.Score(batch, count);
            for (int i = 0; i < count; i++)
            {
                int move = (first + i) / 2;
                if ((first + i) % 2 == 0)
                {
                    ahead[move] = scores[i];
                }
                else
                {
                    yield return (move, [.. ahead[move].Zip(scores[i], (plus, minus) => ((double)plus - minus) / (2 * step))]);
                }
            }
        }
    }

    private int Direction(int move, int segment) => options.RandomDirections is null ? (move == segment ? 1 : 0) : _random.Sign(move, segment);

    private void Add(double[] total, int move, double slope)
    {
        if (options.RandomDirections is not { } directions)
        {
            total[move] = slope;
            return;
        }

        for (int segment = 0; segment < total.Length; segment++)
        {
            total[segment] += slope * Direction(move, segment) / directions;
        }
    }

    private static float Range(ReadOnlySpan<float> values)
    {
        float range = TensorPrimitives.Max(values) - TensorPrimitives.Min(values);
        return range > 0 ? range : 1;
    }
}
