namespace CnnVis.Methods;

/// <summary>M = sum over k of w(k) A(k), w(k) random from -1 to 1</summary>
internal static class RandomCamMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context, RandomCamOptions options)
    {
        var pipeline = new CamPipeline(context, options);
        var random = new CounterRandom(options.Seed);
        LayerPlanes[] planes = pipeline.Activations();
        return pipeline.Join(
            planes, (layer, _) => CamCells.Weighted(planes[layer], planes[layer].ForEachChannel(channel => random.Uniform(sample: layer, channel))));
    }
}
