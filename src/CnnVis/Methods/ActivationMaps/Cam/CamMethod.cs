using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>M = sum over k of w(k) A(k), w(k) = the dense layer's weight of the mean of A(k) for the target</summary>
internal static class CamMethod
{
    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context, CamOptions options)
    {
        CnnModel model = context.Model;
        PooledHead head = PooledHead.Read(model) ?? throw new ArgumentException(
            $"{model.Name} does not end in global average pooling and at most one dense layer, so the classic CAM cannot be read from it. Use {nameof(GradCamExtensions.GradCam)}.");
        var pipeline = new CamPipeline(context, options);
        if (pipeline.Layers.Any(layer => layer.OutputTensor != head.Features))
        {
            throw new ArgumentException($"The classic CAM looks at the layer that is averaged, the one that makes {head.Features}, and at no other.");
        }

        LayerPlanes[] planes = pipeline.Activations();
        return pipeline.Join(planes, (_, target) => CamCells.Weighted(planes[0], head.ChannelWeights(LogitWeights(context, target))));
    }

    private static float[] LogitWeights(ExplanationContext context, int target) => context.KindOf(target) == ScoreKind.Logit
        ? context.ScoreGradient(target)
        : throw new ArgumentException($"The classic CAM explains logits; {context.TargetNames[target]} is explained by its probability.");
}
