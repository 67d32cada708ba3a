using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>
/// The mean over samples of (x + e - x') df/dx at x' + t (x + e - x'): x' an image of the background, t a random number from 0 to 1, e noise.
/// The samples are shared out evenly among the images, and those of an image along the way from it, one at a random point of each equal part.
/// </summary>
internal sealed class RandomPaths(BackgroundSettings settings, float noiseLevel = 0)
{
    // Places that no element of an image has.
    private const int OrdersBaselines = -1;
    private const int ChoosesPoint = -2;

    private readonly CounterRandom _random = new(settings.Seed);

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        ImageShape shape = context.Input.Shape;
        float[][] baselines = [.. settings.Baselines.Select(baseline => baseline.ToTensor(context))];
        Sample[] samples = Samples(baselines.Length);
        var copies = new NoisyCopies(context.Input, noiseLevel, settings.Seed);
        ElementSums[] means = ElementSums.ForTargets(context);
        ImageBatch batch = context.NewBatch(Math.Min(context.BatchSize, samples.Length));
        float[][] ways = [.. Enumerable.Range(0, batch.Capacity).Select(_ => new float[shape.ElementCount])];
        context.ExpectPasses(samples.Length + baselines.Length);
        foreach (Sample[] part in samples.Chunk(batch.Capacity))
        {
            for (int i = 0; i < part.Length; i++)
            {
                float[] baseline = baselines[part[i].Baseline];
                copies.Write(part[i].Index, ways[i]);
                TensorPrimitives.Subtract(ways[i], baseline, ways[i]);
                TensorPrimitives.MultiplyAdd(ways[i], part[i].Point, baseline, batch[i]);
            }

            float[][] gradients = context.Gradients(batch, part.Length);
            for (int target = 0; target < means.Length; target++)
            {
                for (int i = 0; i < part.Length; i++)
                {
                    means[target].AddProducts(gradients[target].AsSpan(i * shape.ElementCount, shape.ElementCount), ways[i], part[i].Weight);
                }
            }

            context.Recycle(gradients);
        }

        context.AddNote($"{Completeness.Worst(means.Select(mean => mean.Total()), Completeness.Differences(context, baselines))} at {samples.Length} samples.");
        return [.. means.Select(mean => mean.ToMap(shape, MapScaling.Symmetric))];
    }

    /// <summary>Where there are more images than samples, some images that are chosen at random are left out.</summary>
    private Sample[] Samples(int baselines)
    {
        int[] order = [.. Enumerable.Range(0, baselines).OrderBy(baseline => _random.Fraction(baseline, OrdersBaselines)).Take(settings.Samples)];
        var samples = new Sample[settings.Samples];
        for (int index = 0; index < samples.Length; index++)
        {
            int turn = index % order.Length;
            int ofBaseline = ((samples.Length - turn - 1) / order.Length) + 1;
            double point = ((index / order.Length) + _random.Fraction(index, ChoosesPoint)) / ofBaseline;
            samples[index] = new Sample(index, order[turn], (float)point, 1.0 / (order.Length * ofBaseline));
        }

        return samples;
    }

    private readonly record struct Sample(int Index, int Baseline, float Point, double Weight);
}
