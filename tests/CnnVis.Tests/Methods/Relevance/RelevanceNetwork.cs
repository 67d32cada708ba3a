using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Methods.Relevance;

/// <summary>A random network of convolutions, ReLUs, pooling, residual sums and joins, with a dense layer at the end.</summary>
internal sealed class RelevanceNetwork
{
    private const int Channels = 4;

    private readonly bool _hasBiases;
    private readonly SmallModel _model = new SmallModel().Input("image", DataType.Float, null, 3, 12, 12);
    private int _nodes;
    private int _numbers;

    private RelevanceNetwork(bool hasBiases) => _hasBiases = hasBiases;

    /// <summary>The choices of one convolution, of the image, with ReLU and pooling.</summary>
    public static IReadOnlyList<int> OneConvolution { get; } = [0, 5, 6];

    public static ImageShape Shape { get; } = new(3, 12, 12, TensorLayout.Nchw);

    /// <summary>A network whose layers the numbers choose.</summary>
    public static CnnModel Load(IEnumerable<int> choices, bool hasBiases)
    {
        var network = new RelevanceNetwork(hasBiases);
        (string tensor, int channels, int size) = (network.Convolution("image", 3, Channels), Channels, 12);
        foreach (int choice in choices)
        {
            (tensor, channels, size) = network.Add(choice % 7, tensor, channels, size);
        }

        return network.Finish(tensor, channels, size);
    }

    private (string Tensor, int Channels, int Size) Add(int choice, string x, int channels, int size) => choice switch
    {
        0 => (Relu(x), channels, size),
        1 => (Relu(Convolution(x, channels, Channels)), Channels, size),
        2 => (Convolution(Relu(x), channels, Channels), Channels, size),
        3 => (Node("Add", [Relu(x), Relu(Convolution(x, channels, channels))]), channels, size),
        4 when channels < 4 * Channels => (Node("Concat", [x, Relu(Convolution(x, channels, Channels))], GraphEdits.IntAttribute("axis", 1)), channels + Channels, size),
        5 when size % 2 == 0 => (Pool("MaxPool", Relu(x)), channels, size / 2),
        6 when size % 2 == 0 => (Pool("AveragePool", Relu(x)), channels, size / 2),
        _ => (Relu(x), channels, size),
    };

    private CnnModel Finish(string x, int channels, int size)
    {
        string flat = Node("Flatten", [Relu(x)]);
        int inputs = channels * size * size;
        _model.Initializer("dense", Random(inputs * 3, inputs), inputs, 3);
        string[] operands = _hasBiases ? [flat, "dense", Bias(3)] : [flat, "dense"];
        _model.Node("Gemm", "score", operands, "logits").Output("logits", DataType.Float, null, 3);
        return _model.Load(new() { OutputKind = OutputKind.Logits });
    }

    private string Convolution(string x, int channels, int outputs)
    {
        string kernel = $"kernel{_numbers}";
        _model.Initializer(kernel, Random(outputs * channels * 9, channels * 9), outputs, channels, 3, 3);
        string[] operands = _hasBiases ? [x, kernel, Bias(outputs)] : [x, kernel];
        return Node("Conv", operands, GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]));
    }

    private string Bias(int count)
    {
        string bias = $"bias{_numbers}";
        _model.Initializer(bias, Random(count, 16), count);
        return bias;
    }

    private string Relu(string x) => Node("Relu", [x]);

    private string Pool(string operatorType, string x) =>
        Node(operatorType, [x], GraphEdits.IntsAttribute("kernel_shape", [2, 2]), GraphEdits.IntsAttribute("strides", [2, 2]));

    private string Node(string operatorType, string[] inputs, params AttributeProto[] attributes)
    {
        string output = $"{operatorType}{_nodes++}";
        _model.Node(operatorType, output, inputs, output, attributes);
        return output;
    }

    private float[] Random(int count, int fanIn) => [.. Numbers.Seeded(count, 100 + _numbers++).Select(value => value * MathF.Sqrt(6f / fanIn))];
}
