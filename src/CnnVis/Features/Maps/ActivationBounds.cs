using CnnVis.Onnx;

namespace CnnVis.Features.Maps;

/// <summary>The numbers at which an activation function has no more to say; null where there is none.</summary>
internal sealed record ActivationBounds(float? Low, float? High)
{
    /// <summary>From which share of its numbers on a channel counts as saturated.</summary>
    public const double MostlySaturated = 0.95;

    // A sigmoid never reaches its ends.
    private const float NearlyAll = 0.99f;

    public static ActivationBounds Of(Layer layer) => layer.Operator switch
    {
        "Clip" => new ActivationBounds(null, ClipMaximum(layer)),
        "Sigmoid" => new ActivationBounds(1 - NearlyAll, NearlyAll),
        "HardSigmoid" => new ActivationBounds(0, 1),
        "Tanh" => new ActivationBounds(-NearlyAll, NearlyAll),
        _ => new ActivationBounds(null, null),
    };

    public bool Holds(float value) => value <= Low || value >= High;

    private static float? ClipMaximum(Layer layer)
    {
        NodeProto node = layer.Node;
        float? most = node.Input.Count > 2 && node.Input[2].Length > 0
            ? layer.Model.ConstantFloats(node.Input[2])?[0]
            : node.Has("max") ? node.Float("max", float.PositiveInfinity) : null;
        return most is { } bound && bound < float.MaxValue ? bound : null;
    }
}
