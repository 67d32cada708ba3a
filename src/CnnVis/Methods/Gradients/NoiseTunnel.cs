namespace CnnVis.Methods;

/// <summary>Adds one noisy copy's numbers for one target to what is collected.</summary>
internal delegate void SampleAction(int target, ReadOnlySpan<float> numbers);

/// <summary>Computes an attribution for noisy copies of the explained image, a batch at a time.</summary>
internal sealed class NoiseTunnel(NoiseSettings settings)
{
    public double SampleWeight => 1.0 / settings.Samples;

    public MapScaling Scaling => settings.Around.Scaling;

    public void ForEachSample(ExplanationContext context, SampleAction add)
    {
        int length = context.Input.Shape.ElementCount;
        var copies = new NoisyCopies(context.Input, settings.NoiseLevel, settings.Seed);
        ImageBatch batch = context.NewBatch(Math.Min(context.BatchSize, settings.Samples));
        context.ExpectPasses(settings.Samples * settings.Around.PassesPerImage);
        for (int first = 0; first < settings.Samples; first += batch.Capacity)
        {
            int count = Math.Min(batch.Capacity, settings.Samples - first);
            for (int i = 0; i < count; i++)
            {
                copies.Write(first + i, batch[i]);
            }

            IReadOnlyList<float[]> numbers = settings.Around.Of(context, batch, count);
            for (int target = 0; target < numbers.Count; target++)
            {
                for (int i = 0; i < count; i++)
                {
                    add(target, numbers[target].AsSpan(i * length, length));
                }
            }

            if (settings.Around.GivesAway)
            {
                context.Recycle(numbers);
            }
        }
    }
}
