using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>
/// The mean over samples of (x + e - x') df/dx at x' + t (x + e - x'): x' a random image of the background, t a random number in its own one of
/// as many equal parts of 0 to 1 as there are samples, e noise.
/// </summary>
internal sealed class RandomPaths(BackgroundSettings settings, float noiseLevel = 0)
{
    // Places that no element of an image has.
    private const int ChoosesBaseline = -1;
    private const int ChoosesPoint = -2;

    private readonly CounterRandom _random = new(settings.Seed);

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        ImageShape shape = context.Input.Shape;
        float[][] baselines = [.. settings.Baselines.Select(baseline => baseline.ToTensor(context))];
        var copies = new NoisyCopies(context.Input, noiseLevel, settings.Seed);
        ElementSums[] means = ElementSums.ForTargets(context);
        var batch = new ImageBatch(context.Input, Math.Min(context.BatchSize, settings.Samples));
        float[][] ways = [.. Enumerable.Range(0, batch.Capacity).Select(_ => new float[shape.ElementCount])];
        context.ExpectPasses(settings.Samples + baselines.Length);
        for (int first = 0; first < settings.Samples; first += batch.Capacity)
        {
            int count = Math.Min(batch.Capacity, settings.Samples - first);
            for (int i = 0; i < count; i++)
            {
                int sample = first + i;
                float[] baseline = baselines[_random.Below(baselines.Length, sample, ChoosesBaseline)];
                copies.Write(sample, ways[i]);
                TensorPrimitives.Subtract(ways[i], baseline, ways[i]);
                TensorPrimitives.MultiplyAdd(ways[i], PointOf(sample), baseline, batch[i]);
            }

            float[][] gradients = context.Gradients(batch, count);
            for (int target = 0; target < means.Length; target++)
            {
                for (int i = 0; i < count; i++)
                {
                    means[target].AddProducts(gradients[target].AsSpan(i * shape.ElementCount, shape.ElementCount), ways[i], 1.0 / settings.Samples);
                }
            }
        }

        context.AddNote($"{Completeness.Worst(means.Select(mean => mean.Total()), Completeness.Differences(context, baselines))} at {settings.Samples} samples.");
        return [.. means.Select(mean => mean.ToMap(shape, MapScaling.Symmetric))];
    }

    private float PointOf(int sample) => (float)((sample + _random.Fraction(sample, ChoosesPoint)) / settings.Samples);
}
