using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>M = sum over k of w(k) A(k), w(k) = (y - y(k)) / y, y(k) = the score with A(k) = 0</summary>
internal static class AblationCamMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context, AblationCamOptions options)
    {
        var pipeline = new CamPipeline(context, options);
        LayerPlanes[] planes = pipeline.Activations();
        double[][][] weights = [.. pipeline.Layers.Zip(planes, (layer, of) =>
            Weights(context, layer, of, TriedChannels.Of(of, layer, options.MaxChannels, context)))];
        return pipeline.Join(planes, (layer, target) => CamCells.Weighted(planes[layer], weights[layer][target]));
    }

    private static double[][] Weights(ExplanationContext context, Layer layer, LayerPlanes planes, int[] tried)
    {
        int[] channels = [.. tried.Where(channel => planes.Activation(channel).ContainsAnyExcept(0f))];
        double[][] weights = [.. Enumerable.Range(0, context.TargetCount).Select(_ => new double[planes.Channels])];
        context.AfterLayer(layer, tail =>
        {
            // The tail rounds in its own way: the unchanged score is taken from it too.
            context.ExpectPasses(channels.Length + 1);
            float[] unchanged = context.ScoreActivations(tail, count: 1)[0];
            for (int first = 0; first < channels.Length; first += tail.Capacity)
            {
                int[] ablated = channels[first..Math.Min(first + tail.Capacity, channels.Length)];
                foreach ((int image, float[] scores) in ScoresWithout(context, tail, planes.Grid, ablated).Index())
                {
                    for (int target = 0; target < weights.Length; target++)
                    {
                        weights[target][ablated[image]] = LostPart(unchanged[target], scores[target]);
                    }
                }
            }

            return weights;
        });
        for (int target = 0; target < weights.Length; target++)
        {
            if (context.Scores[target] < 0)
            {
                context.AddNote($"The score of {context.TargetNames[target]} is negative, which turns the weights round: the map shows what keeps the score down.");
            }
        }

        return weights;
    }

    private static float[][] ScoresWithout(ExplanationContext context, LayerTail tail, FeatureGrid grid, int[] channels)
    {
        for (int image = 0; image < channels.Length; image++)
        {
            tail.Unchanged.CopyTo(tail[image]);
            grid.Clear(tail[image], channels[image]);
        }

        return context.ScoreActivations(tail, channels.Length);
    }

    private static double LostPart(double score, double scoreWithout) => score == 0 ? score - scoreWithout : (score - scoreWithout) / score;
}
