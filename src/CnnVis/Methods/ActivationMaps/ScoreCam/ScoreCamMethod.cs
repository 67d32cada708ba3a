namespace CnnVis.Methods;

/// <summary>
/// M = sum over k of w(k) A(k), w = softmax over k of f(x * mask(k)), mask(k) = A(k) stretched over the image, from 0 to 1
/// </summary>
internal sealed class ScoreCamMethod(ScoreCamOptions options)
{
    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        var pipeline = new CamPipeline(context, options);
        LayerPlanes[] planes = pipeline.Activations();
        int[][] channels = [.. planes.Select((layer, i) => TriedChannels.Of(layer, pipeline.Layers[i], options.MaxChannels, context))];
        ChannelMasks[] masks = [.. planes.Select(layer => new ChannelMasks(layer, context.Input))];
        context.ExpectPasses(masks.Zip(channels, (of, chosen) => of.Distinct(chosen).Length).Sum());
        double[][][] weights = [.. masks.Zip(channels, (of, chosen) => Weights(context, of, chosen))];
        return pipeline.Join(planes, (layer, target) => CamCells.Weighted(planes[layer], weights[layer][target]));
    }

    /// <summary>For each target the softmax of its scores; 0 for channels that were not tried.</summary>
    private static double[][] Weights(ExplanationContext context, ChannelMasks masks, int[] channels)
    {
        float[][] scores = Scores(context, masks, channels);
        double[][] weights = [.. Enumerable.Range(0, context.TargetCount).Select(_ => new double[masks.Channels])];
        for (int target = 0; target < weights.Length; target++)
        {
            double[] ofChannels = Array.ConvertAll(channels, channel => (double)scores[channel][target]);
            StableSoftmax.Apply<double>(ofChannels);
            for (int i = 0; i < channels.Length; i++)
            {
                weights[target][channels[i]] = ofChannels[i];
            }
        }

        return weights;
    }

    private static float[][] Scores(ExplanationContext context, ChannelMasks masks, int[] channels)
    {
        float[][] scores = new float[masks.Channels][];
        int[] distinct = masks.Distinct(channels);
        ImageBatch batch = context.NewBatch();
        for (int first = 0; first < distinct.Length; first += batch.Capacity)
        {
            int count = Math.Min(batch.Capacity, distinct.Length - first);
            for (int i = 0; i < count; i++)
            {
                masks.Write(distinct[first + i], batch[i]);
            }

            float[][] scored = context.Score(batch, count);
            for (int i = 0; i < count; i++)
            {
                scores[distinct[first + i]] = scored[i];
            }
        }

        foreach (int channel in channels)
        {
            scores[channel] ??= scores[distinct.First(masks.IsBlank)];
        }

        return scores;
    }
}
