using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>A = (x - x') times the integral over t from 0 to 1 of df/dx at x' + t (x - x'), averaged over the baselines x'.</summary>
internal sealed class IntegratedGradientsMethod(IntegratedGradientsOptions options)
{
    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        float[][] baselines = BaselineTensors(context);
        context.ExpectPasses(baselines.Length);
        double[] differences = Completeness.Differences(context, baselines);
        int steps = options.Steps;
        while (true)
        {
            context.ExpectPasses(steps * baselines.Length);
            ElementSums[] integrals = Integrals(context, context.Input.Values, baselines, steps);
            var completeness = Completeness.Worst(integrals.Select(integral => integral.Total()), differences);
            bool isClose = options.MaxGap is not { } bound || context.MayStop(completeness.RelativeGap <= bound);
            if (isClose || steps == options.MaxSteps)
            {
                context.AddNote($"{completeness} at {steps} steps{(isClose ? "" : ", which is above the bound: no more steps are allowed")}.");
                return [.. integrals.Select(integral => integral.ToMap(context.Input.Shape, MapScaling.Symmetric))];
            }

            steps = Math.Min(2 * steps, options.MaxSteps);
        }
    }

    /// <summary>Those of several images, one after the other, with the steps that were asked for.</summary>
    public IReadOnlyList<float[]> Integrals(ExplanationContext context, ImageBatch batch, int count)
    {
        float[][] baselines = BaselineTensors(context);
        int length = context.Input.Shape.ElementCount;
        float[][] all = [.. Enumerable.Range(0, context.TargetCount).Select(_ => new float[count * length])];
        for (int image = 0; image < count; image++)
        {
            ElementSums[] integrals = Integrals(context, batch[image], baselines, options.Steps);
            for (int target = 0; target < all.Length; target++)
            {
                integrals[target].ToFloats().CopyTo(all[target], image * length);
            }
        }

        return all;
    }

    private ElementSums[] Integrals(ExplanationContext context, ReadOnlySpan<float> image, float[][] baselines, int steps)
    {
        (double Point, double Weight)[] points = QuadraturePoints.Of(options.Quadrature, steps);
        ElementSums[] integrals = ElementSums.ForTargets(context);
        ImageBatch batch = context.NewBatch(Math.Min(context.BatchSize, steps));
        float[] way = new float[image.Length];
        foreach (float[] baseline in baselines)
        {
            TensorPrimitives.Subtract(image, baseline, way);
            foreach ((double Point, double Weight)[] part in points.Chunk(batch.Capacity))
            {
                for (int i = 0; i < part.Length; i++)
                {
                    TensorPrimitives.MultiplyAdd(way, (float)part[i].Point, baseline, batch[i]);
                }

                float[][] gradients = context.Gradients(batch, part.Length);
                AddGradients(integrals, gradients, way, [.. part.Select(point => point.Weight / baselines.Length)]);
                context.Recycle(gradients);
            }
        }

        context.Recycle(batch);
        return integrals;
    }

    private static void AddGradients(ElementSums[] integrals, float[][] gradients, float[] way, double[] weights)
    {
        for (int target = 0; target < integrals.Length; target++)
        {
            for (int i = 0; i < weights.Length; i++)
            {
                integrals[target].AddProducts(gradients[target].AsSpan(i * way.Length, way.Length), way, weights[i]);
            }
        }
    }

    private float[][] BaselineTensors(ExplanationContext context) => [.. options.Baselines.Select(baseline => baseline.ToTensor(context))];
}
