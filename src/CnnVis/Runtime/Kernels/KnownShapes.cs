using CnnVis.Onnx;

namespace CnnVis.Runtime.Kernels;

/// <summary>The shapes of an optimised graph's tensors, as far as they follow from those of its inputs: such a graph does not say so itself.</summary>
internal sealed class KnownShapes
{
    private static readonly HashSet<string> OfOneInput = new(StringComparer.Ordinal)
    {
        "Relu", "LeakyRelu", "Clip", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Elu", "QuickGelu", "BatchNormalization",
    };

    private static readonly HashSet<string> OfAllInputs = new(StringComparer.Ordinal) { "Add", "Sum", "Mul" };

    private readonly Dictionary<string, TensorProto> _stored;
    private readonly Dictionary<string, Shape> _shapes = new(StringComparer.Ordinal);

    public KnownShapes(GraphProto graph)
    {
        _stored = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (ValueInfoProto input in graph.Input)
        {
            long[] dimensions = [.. input.Type.TensorType.Shape.Dim.Select(dimension => dimension.DimValue)];
            if (dimensions.Length == 4 && Array.TrueForAll(dimensions, size => size > 0))
            {
                _shapes[input.Name] = new Shape(dimensions[0], dimensions[1], dimensions[2], dimensions[3]);
            }
        }

        // ONNX Runtime writes the nodes in no order.
        for (int known = 0; known < _shapes.Count;)
        {
            known = _shapes.Count;
            foreach (NodeProto node in graph.Node.Where(node => !_shapes.ContainsKey(node.Output[0])))
            {
                if (ShapeOf(node) is { } shape)
                {
                    _shapes[node.Output[0]] = shape;
                }
            }
        }
    }

    /// <summary>Null where it is not known.</summary>
    public Shape? Of(string tensor) => _shapes.TryGetValue(tensor, out Shape shape) ? shape : null;

    /// <summary>Tells ONNX Runtime what kernels give. It writes results over what is read for the last time only where it knows that both are of one shape.</summary>
    public void Declare(GraphProto graph)
    {
        foreach (string result in graph.Node.Where(KernelDomain.Has).Select(node => node.Output[0]))
        {
            if (Of(result) is { } shape)
            {
                graph.ValueInfo.Add(GraphEdits.Declare(result, TensorProto.Types.DataType.Float, [shape.Images, shape.Channels, shape.Height, shape.Width]));
            }
        }
    }

    private Shape? ShapeOf(NodeProto node) => KernelDomain.Has(node)
        ? OfKernel(node)
        : node.OpType switch
        {
            "Conv" => _stored.TryGetValue(node.Input[1], out TensorProto? weights) && OfWindows(node) is { } places ? places with { Channels = weights.Dims[0] } : null,
            "MaxPool" or "AveragePool" => OfWindows(node),
            BlockedLayout.ToBlocks => InBlocks(node),
            BlockedLayout.FromBlocks when node.Int("channels_last", 0) == 0 => Of(node.Input[0]) is { } blocks ? blocks with { Channels = node.Int("channels", 0) } : null,
            _ when OfOneInput.Contains(node.OpType) => Of(node.Input[0]),
            _ when OfAllInputs.Contains(node.OpType) => node.Input.Select(OfOperand).Aggregate((one, other) => one?.Broadcast(other)),
            _ => null,
        };

    /// <summary>What a kernel reads is of its result's shape, or of another height and width, which it then names.</summary>
    private Shape? OfKernel(NodeProto node)
    {
        if (KernelDomain.Of(node).ChangesChannels || node.Input.Select(Of).FirstOrDefault(shape => shape is not null) is not { } read)
        {
            return null;
        }

        return node.Ints("size") is { Count: 2 } size ? read with { Height = size[0], Width = size[1] } : read;
    }

    private Shape? InBlocks(NodeProto node)
    {
        if (Of(node.Input[0]) is not { } read)
        {
            return null;
        }

        Shape places = node.Int("channels_last", 0) == 1 ? new Shape(read.Images, read.Width, read.Channels, read.Height) : read;
        int block = BlockedLayout.ChannelsPerBlock;
        return places with { Channels = (places.Channels + block - 1) / block * block };
    }

    private Shape? OfOperand(string tensor)
    {
        if (!_stored.TryGetValue(tensor, out TensorProto? stored))
        {
            return Of(tensor);
        }

        long[] sizes = [.. Enumerable.Repeat(1L, Math.Max(4 - stored.Dims.Count, 0)), .. stored.Dims];
        return sizes.Length == 4 ? new Shape(sizes[0], sizes[1], sizes[2], sizes[3]) : null;
    }

    private Shape? OfWindows(NodeProto node)
    {
        if (Of(node.Input[0]) is not { } read || Kernel(node) is not { Length: 2 } kernel || node.Text("auto_pad", "NOTSET") != "NOTSET")
        {
            return null;
        }

        bool isRoundedUp = node.Int("ceil_mode", 0) == 1;
        return Windows(read.Height, 0) is { } height && Windows(read.Width, 1) is { } width ? read with { Height = height, Width = width } : null;

        long? Windows(long length, int axis)
        {
            long before = Attribute("pads", axis, 0);
            long stride = Attribute("strides", axis, 1);
            long beyondTheFirst = length + before + Attribute("pads", axis + 2, 0) - (Attribute("dilations", axis, 1) * (kernel[axis] - 1)) - 1;
            long windows = ((beyondTheFirst + (isRoundedUp ? stride - 1 : 0)) / stride) + 1;
            // A last window of padding alone is left out by some versions of the operators.
            return (windows - 1) * stride < length + before ? windows : null;
        }

        long Attribute(string name, int at, long otherwise) => node.Ints(name) is { Count: > 0 } values ? values[at] : otherwise;
    }

    /// <summary>Null where neither the node nor its weights say it.</summary>
    private long[]? Kernel(NodeProto node) => node.Ints("kernel_shape") switch
    {
        { Count: > 0 } kernel => [.. kernel],
        _ => _stored.TryGetValue(node.Input.ElementAtOrDefault(1) ?? "", out TensorProto? weights) ? [.. weights.Dims.Skip(2)] : null,
    };

    /// <param name="Images">How many images.</param>
    /// <param name="Channels">Their channels, in the blocked layout filled up to whole blocks. In a tensor of a model with channels last, as all that follow, whatever stands there.</param>
    /// <param name="Height">Their height.</param>
    /// <param name="Width">Their width.</param>
    internal readonly record struct Shape(long Images, long Channels, long Height, long Width)
    {
        public Shape? Broadcast(Shape? with) => with is { } other
            ? new Shape(Math.Max(Images, other.Images), Math.Max(Channels, other.Channels), Math.Max(Height, other.Height), Math.Max(Width, other.Width))
            : null;
    }
}
