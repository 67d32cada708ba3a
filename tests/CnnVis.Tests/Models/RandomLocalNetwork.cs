using System.Globalization;
using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Tests.Differentiation;
using CnnVis.Tests.Support;
using CsCheck;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Models;

/// <summary>
/// A network of windows of every geometry, branches that are added or joined, normalisations and activations that are not 0 at 0.
/// </summary>
internal sealed record RandomLocalNetwork(int Height, int Width, int Channels, int[] Choices, WindowPositions WindowRows, WindowPositions WindowColumns, int Seed)
{
    // The geometry of 3 x 3 places without strides and dilation, and how far one padding is from the next.
    private const int PlainConvolution = 10;
    private const int PaddingStep = 576;

    private static readonly string[] SmoothActivations = ["Relu", "Sigmoid", "Exp", "Softplus", "LeakyRelu", "HardSigmoid", "Cos"];
    private static readonly string[] Rectifiers = ["Relu", "Clip"];

    public static Gen<RandomLocalNetwork> Any { get; } =
        from height in Gen.Int[6, 26]
        from width in Gen.Int[6, 26]
        from isColor in Gen.Bool
        from choices in Gen.Int[0, 99999].Array[1, 7]
        from windowHeight in Gen.Int[1, 1 + (height / 2)]
        from windowWidth in Gen.Int[1, 1 + (width / 2)]
        from strideHeight in Gen.Int[1 + (windowHeight / 3), windowHeight]
        from strideWidth in Gen.Int[1 + (windowWidth / 3), windowWidth]
        from seed in Gen.Int[0, 1000]
        select new RandomLocalNetwork(
            height,
            width,
            isColor ? 3 : 1,
            choices,
            new WindowPositions(height, windowHeight, strideHeight),
            new WindowPositions(width, windowWidth, strideWidth),
            seed);

    /// <summary>
    /// A convolution to times as many channels first, in half of them a maximum of windows next, then one more convolution, of 3 x 3 places in half of them, and
    /// activations that let all through or nothing.
    /// </summary>
    public static Gen<RandomLocalNetwork> OfManyChannels { get; } =
        from network in Any
        from first in Gen.Int[0, 9999]
        from pool in Gen.Int[0, 9999]
        from second in Gen.OneOf(Gen.Int[0, 9999], Gen.Int[0, 16].Select(pads => PlainConvolution + (PaddingStep * pads)))
        from factor in Gen.OneOf(Gen.Const(4), Gen.Const(8), Gen.Const(12), Gen.Const(16), Gen.Const(20), Gen.Const(32))
        select network with { Choices = [10 * first, (10 * pool) + (pool % 2 == 0 ? 3 : 9), 10 * second, .. network.Choices], ChannelFactor = factor, Activations = Rectifiers };

    private int ChannelFactor { get; init; } = 1;

    private string[] Activations { get; init; } = SmoothActivations;

    public SmallModel ToModel()
    {
        var model = new SmallModel(opset: 19);
        model.Input("image", DataType.Float, null, Channels, Height, Width);
        var layers = new Layers(model, Seed, "image", Channels, Height, Width, ChannelFactor, Activations);
        foreach (int choice in Choices)
        {
            layers.Add(choice);
        }

        layers.Score();
        return model;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Channels}x{Height}x{Width}, channels times {ChannelFactor}, layers {string.Join(' ', Choices)}, windows {WindowRows} {WindowColumns}, seed {Seed}");

    private sealed class Layers(SmallModel model, int seed, string image, int imageChannels, int imageHeight, int imageWidth, int channelFactor, string[] activations)
    {
        private string _last = image;
        private int _channels = imageChannels;
        private int _height = imageHeight;
        private int _width = imageWidth;
        private bool _isPadded;
        private int _made;

        public void Add(int choice)
        {
            int geometry = choice / 10;
            switch (choice % 10)
            {
                case 0 or 1 or 2:
                    Convolve(geometry, keepsSize: false);
                    break;
                case 3:
                    Pool("MaxPool", geometry);
                    break;
                case 4:
                    Pool("AveragePool", geometry);
                    break;
                case 5:
                    Branch(geometry, isJoined: false);
                    break;
                case 6:
                    Branch(geometry, isJoined: true);
                    break;
                case 7:
                    Pad(geometry);
                    break;
                case 8:
                    string name = Name();
                    model.Normalization(name, _last, $"{name}_out", _channels);
                    _last = $"{name}_out";
                    break;
                default:
                    Activate(geometry);
                    break;
            }
        }

        /// <summary>Every number of the last layer is a score, so none can be misplaced unseen.</summary>
        public void Score() => model.Node("Neg", "score", [_last], "scores").Output("scores", DataType.Float, null, null, null, null);

        private void Convolve(int geometry, bool keepsSize)
        {
            (int kernelHeight, int kernelWidth) = (1 + (geometry % 4), 1 + (geometry / 4 % 4));
            (int strideHeight, int strideWidth) = keepsSize ? (1, 1) : (1 + (geometry / 16 % 3), 1 + (geometry / 48 % 3));
            (int dilationHeight, int dilationWidth) = (1 + (geometry / 144 % 2), 1 + (geometry / 288 % 2));
            (int reachHeight, int reachWidth) = ((kernelHeight - 1) * dilationHeight, (kernelWidth - 1) * dilationWidth);
            int before = geometry / 576 % 4;
            int[] pads = keepsSize
                ? [reachHeight / 2, reachWidth / 2, reachHeight - (reachHeight / 2), reachWidth - (reachWidth / 2)]
                : [before, geometry / 7 % 4, geometry / 11 % 3, geometry / 13 % 4];
            if (_height + pads[0] + pads[2] <= reachHeight || _width + pads[1] + pads[3] <= reachWidth)
            {
                return;
            }

            int groups = _channels > 1 && geometry % 5 == 0 ? _channels : 1;
            int outputs = keepsSize || groups > 1 ? _channels : channelFactor * (1 + (geometry % 3));
            string weights = Store(Scaled(outputs * (_channels / groups) * kernelHeight * kernelWidth, _channels / groups * kernelHeight * kernelWidth), outputs, _channels / groups, kernelHeight, kernelWidth);
            string bias = Store(Scaled(outputs, 1), outputs);
            AttributeProto padding = !keepsSize && geometry % 6 == 0
                ? CaseParts.Text("auto_pad", geometry % 4 == 0 ? "SAME_LOWER" : "SAME_UPPER")
                : Ints("pads", pads);
            bool isSame = padding.Name == "auto_pad";
            bool isDilated = isSame && (dilationHeight > 1 || dilationWidth > 1);
            if (isDilated)
            {
                return;
            }

            Node("Conv", [_last, weights, bias], Ints("strides", strideHeight, strideWidth), Ints("dilations", dilationHeight, dilationWidth), padding, GraphEdits.IntAttribute("group", groups));
            _height = isSame ? (_height + strideHeight - 1) / strideHeight : ((_height + pads[0] + pads[2] - reachHeight - 1) / strideHeight) + 1;
            _width = isSame ? (_width + strideWidth - 1) / strideWidth : ((_width + pads[1] + pads[3] - reachWidth - 1) / strideWidth) + 1;
            _channels = outputs;
        }

        private void Pool(string type, int geometry)
        {
            (int kernelHeight, int kernelWidth) = (1 + (geometry % 3), 1 + (geometry / 3 % 3));
            (int strideHeight, int strideWidth) = (1 + (geometry / 9 % 3), 1 + (geometry / 27 % 3));
            int[] pads = [geometry / 81 % kernelHeight, geometry / 5 % kernelWidth, geometry / 7 % kernelHeight, geometry / 11 % kernelWidth];
            bool ceils = geometry / 13 % 2 == 1;
            if (_height < kernelHeight || _width < kernelWidth)
            {
                return;
            }

            // ONNX Runtime puts a Pad into the pooling behind it, and then refuses padding larger than the window.
            if (_isPadded)
            {
                Node("LeakyRelu", [_last]);
            }

            AttributeProto[] counted = type == "AveragePool" ? [GraphEdits.IntAttribute("count_include_pad", geometry / 17 % 2)] : [];
            Node(
                type,
                [_last],
                [
                    Ints("kernel_shape", kernelHeight, kernelWidth), Ints("strides", strideHeight, strideWidth), Ints("pads", pads),
                    GraphEdits.IntAttribute("ceil_mode", ceils ? 1 : 0), .. counted,
                ]);
            _height = Pooled(_height, kernelHeight, strideHeight, pads[0], pads[2]);
            _width = Pooled(_width, kernelWidth, strideWidth, pads[1], pads[3]);
        }

        // At least so many: what a rounded-up window at the end adds only makes the next layer larger.
        private static int Pooled(int size, int kernel, int stride, int before, int after) => ((size + before + after - kernel) / stride) + 1;

        private void Branch(int geometry, bool isJoined)
        {
            string before = _last;
            Convolve(geometry, keepsSize: true);
            Activate(geometry);
            if (geometry % 2 == 0)
            {
                Convolve(geometry / 3, keepsSize: true);
            }

            if (isJoined && _channels < 5 * channelFactor)
            {
                Node("Concat", [before, _last], GraphEdits.IntAttribute("axis", 1));
                _channels *= 2;
            }
            else
            {
                Node("Add", [_last, before]);
            }
        }

        private void Activate(int geometry)
        {
            string type = activations[geometry % activations.Length];
            Node(type, type == "Clip" ? [_last, Store([geometry % 3 * -0.25f]), Store([0.5f])] : [_last]);
        }

        private void Pad(int geometry)
        {
            int[] pads = [geometry % 3, geometry / 3 % 3, geometry / 9 % 3, geometry / 27 % 3];
            string name = Name();
            model.Initializer(name, [0L, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]], 8);
            string value = Store([geometry % 5 / 4f]);
            Node("Pad", [_last, name, value]);
            _isPadded = true;
            _height += pads[0] + pads[2];
            _width += pads[1] + pads[3];
        }

        private void Node(string type, string[] inputs, params AttributeProto[] attributes)
        {
            string name = Name();
            model.Node(type, name, inputs, name, attributes);
            _last = name;
            _isPadded = false;
        }

        private string Store(float[] values, params long[] shape)
        {
            string name = Name();
            model.Initializer(name, values, shape);
            return name;
        }

        private float[] Scaled(int count, int summands)
        {
            float scale = 1 / MathF.Sqrt(summands);
            return [.. Numbers.Seeded(count, seed + _made).Select(value => value * scale)];
        }

        private string Name() => $"t{_made++}";

        private static AttributeProto Ints(string name, params int[] values) =>
            GraphEdits.IntsAttribute(name, Array.ConvertAll(values, value => (long)value));
    }
}
