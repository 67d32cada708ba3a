using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features.Surveys;

/// <summary>Random small networks and pictures.</summary>
internal static class SurveyCases
{
    /// <summary>Convolution, ReLU, and the same with channels last: 5 channels of 9 x 12 pictures with a random window.</summary>
    public static SmallModel Network(int seed)
    {
        int kernel = 1 + (seed % 4);
        int stride = 1 + (seed % 3);
        int padding = seed % 2;
        return new SmallModel()
            .Input("image", TensorProto.Types.DataType.Float, null, 3, 9, 12)
            .Initializer("kernel", Numbers.Seeded(5 * 3 * kernel * kernel, seed), 5, 3, kernel, kernel)
            .Initializer("bias", Numbers.Seeded(5, seed + 1), 5)
            .Node(
                "Conv",
                "conv",
                ["image", "kernel", "bias"],
                "convolved",
                GraphEdits.IntsAttribute("pads", [padding, padding, padding, padding]),
                GraphEdits.IntsAttribute("strides", [stride, stride]))
            .Node("Relu", "relu", ["convolved"], "activation")
            .Node("Transpose", "last", ["activation"], "channels-last", GraphEdits.IntsAttribute("perm", [0, 2, 3, 1]))
            .Node("GlobalAveragePool", "pool", ["activation"], "pooled")
            .Node("Flatten", "flatten", ["pooled"], "logits")
            .Output("logits", TensorProto.Types.DataType.Float, null, 5);
    }

    /// <summary>Pictures of random sizes, some of them twice, so that their activations are equal.</summary>
    public static IReadOnlyList<(string Name, RgbImage Picture)> Pictures(int count, int seed) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            int content = i % 5 == 4 ? i - 3 : i;
            return ($"folder{i % 3}/{i}.png", Numbers.Picture(8 + (content % 7), 7 + (content % 5), seed + content));
        }),
    ];

    public static IEnumerable<ImageSource> Sources(IEnumerable<(string Name, RgbImage Picture)> pictures) =>
        pictures.Select(pair => new ImageSource(pair.Name, () => pair.Picture));
}
