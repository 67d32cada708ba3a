namespace CnnVis.Methods;

/// <summary>
/// M = sum over k of w(k) A(k), w(k) = sum over the cells of a max(0, mean of g), a = mean of g^2 / (2 mean of g^2 + mean of g^3 sum(A(k))),
/// the means over noisy copies
/// </summary>
internal sealed class SmoothGradCamPlusPlusMethod(SmoothGradCamPlusPlusOptions options)
{
    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        var pipeline = new CamPipeline(context, options);
        LayerPlanes[] planes = pipeline.Activations();
        GradientMoments[][] moments = [.. planes.Select(layer =>
            Enumerable.Range(0, context.TargetCount).Select(_ => new GradientMoments(layer.Grid)).ToArray())];
        context.ExpectPasses(options.Samples);
        var copies = new NoisyCopies(context.Input, options.NoiseLevel, options.Seed);
        ImageBatch batch = context.NewBatch(Math.Min(context.BatchSize, options.Samples));
        for (int first = 0; first < options.Samples; first += batch.Capacity)
        {
            int count = Math.Min(batch.Capacity, options.Samples - first);
            for (int i = 0; i < count; i++)
            {
                copies.Write(first + i, batch[i]);
            }

            IReadOnlyList<LayerGradients> values = context.LayerGradients(batch, count, pipeline.Layers);
            Add(moments, values, count);
            context.Recycle(values.SelectMany(layer => layer.Arrays));
        }

        return pipeline.Join(planes, (layer, target) => CamCells.Weighted(planes[layer], Weights(planes[layer], moments[layer][target])));
    }

    private static void Add(GradientMoments[][] moments, IReadOnlyList<LayerGradients> values, int count)
    {
        for (int layer = 0; layer < moments.Length; layer++)
        {
            for (int target = 0; target < moments[layer].Length; target++)
            {
                for (int image = 0; image < count; image++)
                {
                    moments[layer][target].Add(values[layer].Gradients(target, image));
                }
            }
        }
    }

    private double[] Weights(LayerPlanes planes, GradientMoments moments) => planes.ForEachChannel(channel =>
    {
        double sum = planes.SumOverCells(channel, (_, activation) => activation);
        double weight = 0;
        for (int cell = 0; cell < planes.CellCount; cell++)
        {
            (double mean, double squared, double cubed) = moments.Mean(channel, cell, options.Samples);
            weight += GradCamPlusPlusMethod.Share(squared, cubed, sum) * Math.Max(mean, 0);
        }

        return weight;
    });
}
