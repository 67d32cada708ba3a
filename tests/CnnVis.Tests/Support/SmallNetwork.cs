using CnnVis.Onnx;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Support;

/// <summary>Convolution, ReLU, pooling and a dense layer with random weights: three classes of pictures of 6 x 8.</summary>
internal static class SmallNetwork
{
    public static ImageShape Shape { get; } = new(3, 6, 8, TensorLayout.Nchw);

    public static SmallModel Create(long? batch = null, bool flattensToOneImage = false)
    {
        SmallModel model = new SmallModel().Input("image", DataType.Float, batch, 3, 6, 8);
        return WithLayers(model, "image", batch, flattensToOneImage);
    }

    /// <summary>Its batch is free, but on the way it joins images with others, which has a gradient for one image only.</summary>
    public static SmallModel JoiningImages() => WithLayers(
        new SmallModel()
            .Input("image", DataType.Float, null, 3, 6, 8)
            .Node("Neg", "negative", ["image"], "negated")
            .Node("Concat", "join", ["image", "negated"], "joined", GraphEdits.IntAttribute("axis", 0))
            .Node("Split", "part", ["joined"], "x", GraphEdits.IntAttribute("axis", 0))
            .With(proto => proto.Graph.Node[^1].Output.Add("rest")),
        "x");

    public static SmallModel ChannelsLast() => WithLayers(
        new SmallModel()
            .Input("image", DataType.Float, null, 6, 8, 3)
            .Node("Transpose", "transpose", ["image"], "x", GraphEdits.IntsAttribute("perm", [0, 3, 1, 2])),
        "x");

    public static SmallModel OfSize(int size) => Dense(new SmallModel().Input("x", DataType.Float, null, 3, size, size), size);

    public static SmallModel OfBytes(int size) => Dense(new SmallModel()
        .Input("image", DataType.Uint8, null, 3, size, size)
        .Initializer("middle", [127.5f])
        .Node("Cast", "cast", ["image"], "number", GraphEdits.IntAttribute("to", (int)DataType.Float))
        .Node("Sub", "centre", ["number", "middle"], "x"), size);

    public static SmallModel Quantised(int size) => Dense(new SmallModel()
        .Input("image", DataType.Float, null, 3, size, size)
        .Initializer("scale", [1 / 127f])
        .With(proto => proto.Graph.Initializer.Add(new TensorProto { Name = "zero", DataType = (int)DataType.Int8, Int32Data = { 0 } }))
        .Node("QuantizeLinear", "quantise", ["image", "scale", "zero"], "codes")
        .Node("DequantizeLinear", "dequantise", ["codes", "scale", "zero"], "x"), size);

    public static ImageTensor Images(int count, int seed = 21) => new(Numbers.Seeded(count * Shape.ElementCount, seed), Shape);

    /// <summary>An image with its channels turned to the end.</summary>
    public static ImageTensor ChannelsLast(ImageTensor image)
    {
        ImageShape from = image.Shape;
        var to = new ImageShape(from.Channels, from.Height, from.Width, TensorLayout.Nhwc);
        float[] turned = new float[to.ElementCount];
        for (int i = 0; i < turned.Length; i++)
        {
            (int channel, int y, int x) = (i / from.PixelCount, i / from.Width % from.Height, i % from.Width);
            turned[to.IndexOf(channel, y, x)] = image.Values[from.IndexOf(channel, y, x)];
        }

        return new ImageTensor(turned, to);
    }

    private static SmallModel Dense(SmallModel model, int size) => model
        .Initializer("kernel", Numbers.Seeded(3 * 3 * 9, 1), 3, 3, 3, 3)
        .Node("Conv", "conv", ["x", "kernel"], "convolved", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
        .Node("Relu", "relu", ["convolved"], "activation")
        .Initializer("dense", Numbers.Seeded(9 * size * size, 3), 3 * size * size, 3)
        .Node("Flatten", "flatten", ["activation"], "flat")
        .Node("MatMul", "score", ["flat", "dense"], "logits")
        .Output("logits", DataType.Float, null, 3);

    private static SmallModel WithLayers(SmallModel model, string input, long? batch = null, bool flattensToOneImage = false)
    {
        model
            .Initializer("kernel", Numbers.Seeded(4 * 3 * 9, 1), 4, 3, 3, 3)
            .Initializer("bias", Numbers.Seeded(4, 2), 4)
            .Initializer("dense", Numbers.Seeded(4 * 12 * 3, 3), 48, 3)
            .Node("Conv", "conv", [input, "kernel", "bias"], "convolved", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
            .Node("Relu", "relu", ["convolved"], "activation")
            .Node(
                "MaxPool",
                "pool",
                ["activation"],
                "pooled",
                GraphEdits.IntsAttribute("kernel_shape", [2, 2]),
                GraphEdits.IntsAttribute("strides", [2, 2]));
        if (flattensToOneImage)
        {
            model.Initializer("one_row", [1L, 48L], 2).Node("Reshape", "flatten", ["pooled", "one_row"], "flat");
        }
        else
        {
            model.Node("Flatten", "flatten", ["pooled"], "flat");
        }

        return model.Node("MatMul", "score", ["flat", "dense"], "logits").Output("logits", DataType.Float, batch, 3);
    }
}
