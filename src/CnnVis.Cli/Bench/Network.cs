using CnnVis.Onnx;

namespace CnnVis.Cli.Bench;

/// <summary>Networks of well-known shapes with random weights, BatchNormalization merged as exporters do.</summary>
internal sealed class Network
{
    private const int Opset = 17;

    private readonly GraphProto _graph = new() { Name = "network" };
    private readonly CounterRandom _random = new(1);
    private int _channels = 3;
    private string _last = "image";

    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["resnet18"] = () => new Network().ResNet18(),
        ["resnet50"] = () => new Network().ResNet50(),
        ["vgg16"] = () => new Network().Vgg16(),
        ["mobilenetv2"] = () => new Network().MobileNetV2(),
    };

    private byte[] ResNet18() => ResNet([2, 2, 2, 2], BasicBlock).Classify(512);

    private byte[] ResNet50() => ResNet([3, 4, 6, 3], Bottleneck).Classify(2048);

    private Network ResNet(int[] counts, Action<int, int> block)
    {
        Conv(64, 7, stride: 2).Activate("Relu").Pool("MaxPool", 3, stride: 2, pad: 1);
        for (int stage = 0; stage < counts.Length; stage++)
        {
            for (int i = 0; i < counts[stage]; i++)
            {
                block(64 << stage, i == 0 && stage > 0 ? 2 : 1);
            }
        }

        return Node("GlobalAveragePool");
    }

    private void BasicBlock(int width, int stride)
    {
        (string input, int channels) = (_last, _channels);
        Conv(width, 3, stride).Activate("Relu").Conv(width, 3).AddShortcut(input, channels, stride);
    }

    private void Bottleneck(int width, int stride)
    {
        (string input, int channels) = (_last, _channels);
        Conv(width, 1).Activate("Relu").Conv(width, 3, stride).Activate("Relu").Conv(4 * width, 1).AddShortcut(input, channels, stride);
    }

    /// <summary>Adds a block's input to what it computed, brought to the same channels where they differ.</summary>
    private void AddShortcut(string input, int channels, int stride)
    {
        (string main, int wanted) = (_last, _channels);
        if (channels != wanted)
        {
            (_last, _channels) = (input, channels);
            Conv(wanted, 1, stride);
            input = _last;
        }

        Node("Add", [main, input]).Activate("Relu");
    }

    private byte[] Vgg16()
    {
        foreach (int[] block in new int[][] { [64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512] })
        {
            foreach (int channels in block)
            {
                Conv(channels, 3).Activate("Relu");
            }

            Pool("MaxPool", 2, stride: 2, pad: 0);
        }

        Node("Flatten");
        return Dense(512 * 7 * 7, 4096).Activate("Relu").Dense(4096, 4096).Activate("Relu").Dense(4096, 1000).ToBytes();
    }

    private byte[] MobileNetV2()
    {
        Conv(32, 3, stride: 2).Activate6();
        foreach ((int expand, int channels, int count, int stride) in new[]
        {
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
        })
        {
            for (int i = 0; i < count; i++)
            {
                InvertedResidual(expand, channels, i == 0 ? stride : 1);
            }
        }

        return Conv(1280, 1).Activate6().Node("GlobalAveragePool").Classify(1280);
    }

    private void InvertedResidual(int expand, int channels, int stride)
    {
        (string input, int before) = (_last, _channels);
        if (expand > 1)
        {
            Conv(expand * before, 1).Activate6();
        }

        Conv(_channels, 3, stride, group: _channels).Activate6().Conv(channels, 1);
        if (stride == 1 && before == channels)
        {
            Node("Add", [input, _last]);
        }
    }

    private byte[] Classify(int features)
    {
        Node("Flatten");
        return Dense(features, 1000).ToBytes();
    }

    private Network Conv(int channels, int kernel, int stride = 1, int group = 1)
    {
        string weights = Weights([channels, _channels / group, kernel, kernel], _channels / group * kernel * kernel);
        string bias = Weights([channels], 100);
        long pad = kernel / 2;
        _channels = channels;
        return Node(
            "Conv",
            [_last, weights, bias],
            GraphEdits.IntsAttribute("kernel_shape", [kernel, kernel]),
            GraphEdits.IntsAttribute("strides", [stride, stride]),
            GraphEdits.IntsAttribute("pads", [pad, pad, pad, pad]),
            GraphEdits.IntAttribute("group", group));
    }

    private Network Dense(int from, int to) => Node("Gemm", [_last, Weights([to, from], from), Weights([to], 100)], GraphEdits.IntAttribute("transB", 1));

    private Network Pool(string type, int kernel, int stride, int pad) => Node(
        type,
        [_last],
        GraphEdits.IntsAttribute("kernel_shape", [kernel, kernel]),
        GraphEdits.IntsAttribute("strides", [stride, stride]),
        GraphEdits.IntsAttribute("pads", [pad, pad, pad, pad]));

    private Network Activate(string type) => Node(type);

    private Network Activate6() => Node("Clip", [_last, Store([0], []), Store([6], [])]);

    private Network Node(string type) => Node(type, [_last]);

    private Network Node(string type, string[] inputs, params AttributeProto[] attributes)
    {
        string name = $"{type}_{_graph.Node.Count}";
        _graph.Node.Add(GraphEdits.NewNode(type, name, inputs, name, attributes));
        _last = name;
        return this;
    }

    /// <summary>He's initialisation keeps activations alive.</summary>
    private string Weights(long[] shape, int fanIn)
    {
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        float scale = MathF.Sqrt(6f / fanIn);
        int sample = _graph.Initializer.Count;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = scale * _random.Uniform(sample, i);
        }

        return Store(values, shape);
    }

    private string Store(float[] values, long[] shape)
    {
        string name = $"stored_{_graph.Initializer.Count}";
        _graph.Initializer.Add(TensorData.Of(name, values, shape));
        return name;
    }

    private byte[] ToBytes()
    {
        _graph.Input.Add(GraphEdits.Declare("image", TensorProto.Types.DataType.Float, [null, 3, 224, 224]));
        _graph.Output.Add(GraphEdits.Declare(_last, TensorProto.Types.DataType.Float, [null, 1000]));
        var model = new ModelProto { IrVersion = 8, Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return model.ToBytes();
    }
}
