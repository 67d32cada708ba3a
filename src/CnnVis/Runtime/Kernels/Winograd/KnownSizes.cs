using CnnVis.Onnx;

namespace CnnVis.Runtime.Kernels;

/// <summary>How many images, and of which height and width, the tensors of an optimised graph have, where that is fixed: such a graph does not say so itself.</summary>
internal sealed class KnownSizes
{
    private static readonly HashSet<string> KeepsSize = new(StringComparer.Ordinal)
    {
        BlockedLayout.ToBlocks, BlockedLayout.FromBlocks, GateKernel.Operator, "Add", "Sum", "Mul", "Relu", "LeakyRelu", "Clip", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Elu",
        "QuickGelu", "BatchNormalization",
    };

    private readonly Dictionary<string, TensorProto> _stored;
    private readonly Dictionary<string, Size> _sizes = new(StringComparer.Ordinal);

    public KnownSizes(GraphProto graph)
    {
        _stored = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (ValueInfoProto input in graph.Input)
        {
            long[] dimensions = [.. input.Type.TensorType.Shape.Dim.Select(dimension => dimension.DimValue)];
            if (dimensions.Length == 4 && Array.TrueForAll(dimensions, size => size > 0))
            {
                _sizes[input.Name] = new Size(dimensions[0], dimensions[2], dimensions[3]);
            }
        }

        // ONNX Runtime writes the nodes in no order.
        for (int known = 0; known < _sizes.Count;)
        {
            known = _sizes.Count;
            foreach (NodeProto node in graph.Node.Where(node => !_sizes.ContainsKey(node.Output[0])))
            {
                if (SizeOf(node) is { } size)
                {
                    _sizes[node.Output[0]] = size;
                }
            }
        }
    }

    /// <summary>Null where it is not known.</summary>
    public Size? Of(string tensor) => _sizes.TryGetValue(tensor, out Size size) ? size : null;

    private Size? SizeOf(NodeProto node)
    {
        if (!node.Input.Any(_sizes.ContainsKey))
        {
            return null;
        }

        Size read = _sizes[node.Input.First(_sizes.ContainsKey)];
        if (KernelDomain.Has(node) && node.Ints("size") is { Count: 2 } size)
        {
            return read with { Height = size[0], Width = size[1] };
        }

        return node.OpType switch
        {
            "Conv" or "MaxPool" or "AveragePool" => OfWindows(node, read),
            _ when KeepsSize.Contains(node.OpType) => read,
            _ => null,
        };
    }

    private Size? OfWindows(NodeProto node, Size read)
    {
        if (Kernel(node) is not { Length: 2 } kernel || node.Text("auto_pad", "NOTSET") != "NOTSET")
        {
            return null;
        }

        bool isRoundedUp = node.Int("ceil_mode", 0) == 1;
        return read with { Height = Windows(read.Height, 0), Width = Windows(read.Width, 1) };

        long Windows(long length, int axis)
        {
            long pads = Attribute("pads", axis, 0) + Attribute("pads", axis + 2, 0);
            long stride = Attribute("strides", axis, 1);
            long beyondTheFirst = length + pads - (Attribute("dilations", axis, 1) * (kernel[axis] - 1)) - 1;
            return ((beyondTheFirst + (isRoundedUp ? stride - 1 : 0)) / stride) + 1;
        }

        long Attribute(string name, int at, long otherwise) => node.Ints(name) is { Count: > 0 } values ? values[at] : otherwise;
    }

    /// <summary>Null where neither the node nor its weights say it.</summary>
    private long[]? Kernel(NodeProto node) => node.Ints("kernel_shape") switch
    {
        { Count: > 0 } kernel => [.. kernel],
        _ => _stored.TryGetValue(node.Input.ElementAtOrDefault(1) ?? "", out TensorProto? weights) ? [.. weights.Dims.Skip(2)] : null,
    };

    internal readonly record struct Size(long Images, long Height, long Width);
}
