using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Features.Diagnoses;

/// <summary>Small networks with planted faults, and what is asked of their diagnoses.</summary>
internal static class DiagnosisCases
{
    public const int Filters = 8;

    /// <summary>Two convolutions with ReLU and a dense layer, for pictures of 12 x 12; their weights may be changed first.</summary>
    public static SmallModel Network(Action<float[], float[]>? change = null, string activation = "Relu")
    {
        float[] kernels = Numbers.Seeded(Filters * 6 * 9, 1);
        float[] biases = Numbers.Seeded(Filters, 2);
        change?.Invoke(kernels, biases);
        return new SmallModel()
            .Input("image", DataType.Float, null, 3, 12, 12)
            .Initializer("first", Numbers.Seeded(6 * 3 * 9, 3), 6, 3, 3, 3)
            .Initializer("second", kernels, Filters, 6, 3, 3)
            .Initializer("bias", biases, Filters)
            .Initializer("dense", Numbers.Seeded(Filters * 4, 4), Filters, 4)
            .Node("Conv", "conv1", ["image", "first"], "a")
            .Node("Relu", "relu1", ["a"], "b")
            .Node("Conv", "conv2", ["b", "second", "bias"], "c")
            .Node(activation, "act2", ["c"], "d")
            .Node("GlobalAveragePool", "pool", ["d"], "e")
            .Node("Flatten", "flatten", ["e"], "f")
            .Node("MatMul", "score", ["f", "dense"], "logits")
            .Output("logits", DataType.Float, null, 4);
    }

    public static RgbImage[] Pictures(int count) => [.. Enumerable.Range(0, count).Select(seed => Numbers.Picture(12, 12, seed))];

    public static Span<float> Kernel(float[] kernels, int filter) => kernels.AsSpan(filter * 6 * 9, 6 * 9);

    public static CnnModel Load(SmallModel model, Preprocessing? preprocessing = null) =>
        model.Load(new() { Preprocessing = preprocessing ?? Preprocessing.ZeroToOne });

    public static Finding? Find(this Diagnosis diagnosis, FindingKind kind, FindingSeverity? severity = null) =>
        diagnosis.Findings.SingleOrDefault(finding => finding.Kind == kind && (severity is null || finding.Severity == severity));
}
