using CnnVis.Onnx;

namespace CnnVis.Features.Diagnoses;

/// <summary>Between which numbers a tensor must lie, whatever the image, as the operator that computes it tells.</summary>
internal readonly record struct TensorBounds(double Low, double High)
{
    private static readonly TensorBounds None = new(double.NegativeInfinity, double.PositiveInfinity);

    public static TensorBounds Of(CnnModel model, string tensor) => model.Graph.Producer(tensor) is not { } node ? None : node.OpType switch
    {
        "Relu" => new(0, double.PositiveInfinity),
        "Clip" => ClipBounds(model, node),
        "Sigmoid" or "HardSigmoid" or "Softmax" => new(0, 1),
        "Tanh" => new(-1, 1),
        "MaxPool" or "AveragePool" or "GlobalAveragePool" or "GlobalMaxPool" or "Identity" or "Dropout" or "Flatten" or "Reshape" or "Transpose"
            or "Squeeze" or "Unsqueeze" => Of(model, node.Input[0]),
        "Concat" => node.Input.Select(input => Of(model, input)).Aggregate((a, b) => new TensorBounds(Math.Min(a.Low, b.Low), Math.Max(a.High, b.High))),
        _ => None,
    };

    public static TensorBounds ClipBounds(CnnModel model, NodeProto clip) =>
        new(Bound(model, clip, 1, "min") ?? double.NegativeInfinity, Bound(model, clip, 2, "max") ?? double.PositiveInfinity);

    private static double? Bound(CnnModel model, NodeProto clip, int input, string attribute) =>
        clip.Input.Count > input && clip.Input[input].Length > 0 ? model.ConstantFloats(clip.Input[input])?[0]
        : clip.Has(attribute) ? clip.Float(attribute, 0)
        : null;
}
