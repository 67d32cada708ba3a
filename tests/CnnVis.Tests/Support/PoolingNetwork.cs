using CnnVis.Onnx;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Support;

/// <summary>Two convolutions with ReLU, global average pooling and a dense layer: four classes of pictures of 16 x 16.</summary>
internal static class PoolingNetwork
{
    public const int Channels = 6;

    public static ImageShape Shape { get; } = new(3, 16, 16, TensorLayout.Nchw);

    public static ImageTensor Image { get; } = new(Numbers.Seeded(Shape.ElementCount, 31), Shape);

    public static SmallModel Create() => WithHead(Numbers.Seeded(Channels * 4, 5), symmetric: false);

    /// <summary>Its scores are the same for every image.</summary>
    public static SmallModel Constant() => WithHead(new float[Channels * 4], symmetric: false);

    /// <summary>It sees a picture and its mirror image alike.</summary>
    public static SmallModel Symmetric() => WithHead(Numbers.Seeded(Channels * 4, 5), symmetric: true);

    private static SmallModel WithHead(float[] dense, bool symmetric)
    {
        float[] first = Numbers.Seeded(Channels * 3 * 9, 1);
        float[] second = Numbers.Seeded(Channels * Channels * 9, 2);
        if (symmetric)
        {
            Mirror(first);
            Mirror(second);
        }

        return new SmallModel()
            .Input("image", DataType.Float, null, 3, 16, 16)
            .Initializer("kernel1", first, Channels, 3, 3, 3)
            .Initializer("bias1", Numbers.Seeded(Channels, 3), Channels)
            .Initializer("kernel2", second, Channels, Channels, 3, 3)
            .Initializer("bias2", Numbers.Seeded(Channels, 4), Channels)
            .Initializer("dense", dense, Channels, 4)
            .Initializer("bias", [0.5f, -1, 2, 1], 4)
            .Node("Conv", "conv1", ["image", "kernel1", "bias1"], "convolved1", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
            .Node("Relu", "relu1", ["convolved1"], "activation1")
            .Node("Conv", "conv2", ["activation1", "kernel2", "bias2"], "convolved2", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
            .Node("Relu", "relu2", ["convolved2"], "activation2")
            .Node("GlobalAveragePool", "pool", ["activation2"], "pooled")
            .Node("Flatten", "flatten", ["pooled"], "flat")
            .Node("Gemm", "score", ["flat", "dense", "bias"], "logits")
            .Output("logits", DataType.Float, null, 4);
    }

    private static void Mirror(float[] kernels)
    {
        for (int row = 0; row < kernels.Length; row += 3)
        {
            kernels[row + 2] = kernels[row];
        }
    }
}
