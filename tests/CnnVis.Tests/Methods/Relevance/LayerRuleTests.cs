using CnnVis.Methods;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Methods.Relevance;

/// <summary>Every rule on every kind of layer against plain loops: inputs of both signs or, behind a ReLU, of one; with biases and without.</summary>
public class LayerRuleTests
{
    private const int Side = 6;
    private const int Channels = 4;

    private static readonly string[] Rules = ["epsilon", "z+", "alpha-beta", "gamma", "flat", "w-square", "z-box"];

    private static readonly string[] Layers =
        ["conv", "strided", "depthwise", "grouped", "dilated", "transposed", "transposed groups", "gemm", "transposed gemm", "matmul", "rows"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string rule in Rules)
            {
                foreach (string layer in Layers)
                {
                    cases.Add(rule, layer);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rule_OnALayer_IsThatOfPlainLoops(string rule, string kind)
    {
        foreach (bool behindRelu in new[] { false, true })
        {
            foreach (LrpBias bias in Enum.GetValues<LrpBias>())
            {
                Check(rule, kind, behindRelu, bias);
            }
        }
    }

    private static void Check(string rule, string kind, bool behindRelu, LrpBias bias)
    {
        // A picture has one or three channels; grouped layers want four.
        ImageTensor image = new(Numbers.Seeded(Channels * Side * Side, 7), new ImageShape(3, Channels * Side / 3, Side, TensorLayout.Nchw));
        var model = new SmallModel().Input("image", DataType.Float, 1, 3, Channels * Side / 3, Side);
        model.Initializer("shape", [1L, Channels, Side, Side], 4).Node("Reshape", "channels", ["image", "shape"], "reshaped");
        model.Node(behindRelu ? "Relu" : "Identity", "start", ["reshaped"], "x");
        (NaiveLayer layer, int[] output) = Add(model, kind);
        using CnnModel loaded = model.Output("y", DataType.Float, [.. output.Select(size => (long?)size)])
            .Load(new() { OutputForm = OutputForm.Raw, Layout = TensorLayout.Nchw });
        double[] x = [.. image.Values.ToArray().Select(value => behindRelu ? Math.Max(value, 0) : (double)value)];
        float[] weights = Numbers.Seeded(layer.Outputs, 9);
        double[] relevance = [.. layer.Apply(x).Zip(weights, (y, weight) => y * weight)];

        float[] actual = RelevanceRun.Of(loaded, image, Target.WeightedSum("sum", weights), Composite(rule, bias));

        // Behind the ReLU the layer reads 0 where the image has its lower bound.
        double[] expected = NaiveRelevance.Of(rule, layer, x, relevance, bias == LrpBias.Ignore, low: behindRelu ? 0 : -1);
        Agreement.Within(1e-5, expected, actual, $"{rule}, {kind}, {behindRelu}, {bias}");
    }

    private static RelevanceComposite Composite(string rule, LrpBias bias)
    {
        LayerRule chosen = rule switch
        {
            "epsilon" => LayerRules.Epsilon(NaiveRelevance.Epsilon),
            "z+" => LayerRules.ZPlus,
            "alpha-beta" => LayerRules.AlphaBeta(2, 1),
            "gamma" => LayerRules.Gamma(0.25f),
            "flat" => LayerRules.Flat,
            "w-square" => LayerRules.WSquare,
            _ => LayerRules.ZBox(new InputRange([-1], [2])),
        };
        return new RelevanceComposite(null, chosen, chosen, bias);
    }

    private static (NaiveLayer Layer, int[] Output) Add(SmallModel model, string kind) => kind switch
    {
        "conv" => Convolution(model, [3, Channels, 3, 3], stride: 1, pad: 1),
        "strided" => Convolution(model, [3, Channels, 3, 3], stride: 2, pad: 1),
        "depthwise" => Convolution(model, [Channels, 1, 3, 3], stride: 1, pad: 1, group: Channels),
        "grouped" => Convolution(model, [6, 2, 2, 2], stride: 2, pad: 0, group: 2),
        "dilated" => Convolution(model, [2, Channels, 2, 2], stride: 1, pad: 1, dilation: 2),
        "transposed" => TransposedConvolution(model, [Channels, 3, 3, 3], group: 1),
        "transposed groups" => TransposedConvolution(model, [Channels, 3, 3, 3], group: 2),
        _ => Dense(model, kind),
    };

    private static (NaiveLayer Layer, int[] Output) Convolution(SmallModel model, int[] shape, int stride, int pad, int dilation = 1, int group = 1)
    {
        float[] kernel = Numbers.Seeded(shape.Aggregate((a, b) => a * b), 3);
        float[] bias = Numbers.Seeded(shape[0], 4);
        model.Initializer("kernel", kernel, [.. shape.Select(size => (long)size)]).Initializer("bias", bias, shape[0]).Node(
            "Conv",
            "layer",
            ["x", "kernel", "bias"],
            "y",
            GraphEdits.IntsAttribute("strides", [stride, stride]),
            GraphEdits.IntsAttribute("pads", [pad, pad, pad, pad]),
            GraphEdits.IntsAttribute("dilations", [dilation, dilation]),
            GraphEdits.IntAttribute("group", group));
        var layer = NaiveLayer.Convolution(kernel, shape, Side, stride, pad, dilation, group, [.. bias.Select(value => (double)value)]);
        int end = (int)Math.Sqrt(layer.Outputs / shape[0]);
        return (layer, [1, shape[0], end, end]);
    }

    private static (NaiveLayer Layer, int[] Output) TransposedConvolution(SmallModel model, int[] shape, int group)
    {
        const int Stride = 2;
        const int Pad = 1;
        const int End = ((Side - 1) * Stride) + 3 - (2 * Pad) + 1;
        float[] kernel = Numbers.Seeded(shape.Aggregate((a, b) => a * b), 3);
        float[] bias = Numbers.Seeded(shape[1] * group, 4);
        model.Initializer("kernel", kernel, [.. shape.Select(size => (long)size)]).Initializer("bias", bias, bias.Length).Node(
            "ConvTranspose",
            "layer",
            ["x", "kernel", "bias"],
            "y",
            GraphEdits.IntsAttribute("strides", [Stride, Stride]),
            GraphEdits.IntsAttribute("pads", [Pad, Pad, Pad, Pad]),
            GraphEdits.IntsAttribute("output_padding", [1, 1]),
            GraphEdits.IntAttribute("group", group));
        var layer = NaiveLayer.TransposedConvolution(kernel, shape, Side, End, Stride, Pad, group, [.. bias.Select(value => (double)value)]);
        return (layer, [1, bias.Length, End, End]);
    }

    private static (NaiveLayer Layer, int[] Output) Dense(SmallModel model, string kind)
    {
        const int Outputs = 5;
        int inputs = kind == "rows" ? Side : Channels * Side * Side;
        float[] weights = Numbers.Seeded(inputs * Outputs, 3);
        float[] bias = Numbers.Seeded(Outputs, 4);
        bool isTransposed = kind == "transposed gemm";
        model.Initializer("weights", weights, isTransposed ? [Outputs, inputs] : [inputs, Outputs]).Initializer("bias", bias, Outputs);
        if (kind != "rows")
        {
            model.Node("Flatten", "flatten", ["x"], "flat", GraphEdits.IntAttribute("axis", 1));
        }

        double alpha = isTransposed ? 0.5 : 1;
        double beta = isTransposed ? 2 : 1;
        if (kind is "matmul" or "rows")
        {
            model.Node("MatMul", "layer", [kind == "rows" ? "x" : "flat", "weights"], "product").Node("Add", "add", ["bias", "product"], "y");
        }
        else
        {
            model.Node(
                "Gemm",
                "layer",
                ["flat", "weights", "bias"],
                "y",
                GraphEdits.IntAttribute("transB", isTransposed ? 1 : 0),
                new AttributeProto { Name = "alpha", F = (float)alpha, Type = AttributeProto.Types.AttributeType.Float },
                new AttributeProto { Name = "beta", F = (float)beta, Type = AttributeProto.Types.AttributeType.Float });
        }

        double Weight(int i, int j) => alpha * (isTransposed ? weights[(j * inputs) + i] : weights[(i * Outputs) + j]);
        return kind == "rows" ? Rows(Weight, bias) : (NaiveLayer.Dense(Matrix(inputs, Outputs, Weight), [.. bias.Select(value => beta * value)]), [1, Outputs]);
    }

    /// <summary>The same weights for each row of the image.</summary>
    private static (NaiveLayer Layer, int[] Output) Rows(Func<int, int, double> weight, float[] bias)
    {
        const int Rows = Channels * Side;
        double[,] weights = new double[Rows * Side, Rows * bias.Length];
        bool[,] sees = new bool[Rows * Side, Rows * bias.Length];
        for (int index = 0; index < Rows * Side * bias.Length; index++)
        {
            (int row, int i, int j) = (index / (Side * bias.Length), index / bias.Length % Side, index % bias.Length);
            weights[(row * Side) + i, (row * bias.Length) + j] = weight(i, j);
            sees[(row * Side) + i, (row * bias.Length) + j] = true;
        }

        return (new NaiveLayer(weights, sees, [.. Enumerable.Range(0, Rows).SelectMany(_ => bias.Select(value => (double)value))]), [1, Channels, Side, bias.Length]);
    }

    private static double[,] Matrix(int rows, int columns, Func<int, int, double> value)
    {
        double[,] matrix = new double[rows, columns];
        for (int index = 0; index < rows * columns; index++)
        {
            matrix[index / columns, index % columns] = value(index / columns, index % columns);
        }

        return matrix;
    }
}
