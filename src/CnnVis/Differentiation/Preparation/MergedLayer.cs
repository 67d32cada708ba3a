using CnnVis.Onnx;

namespace CnnVis.Differentiation.Preparation;

/// <summary>A linear layer and the scales and shifts that follow it.</summary>
internal sealed class MergedLayer
{
    private readonly ForwardGraph _forward;
    private ChannelAffine _affine;

    public MergedLayer(ForwardGraph forward, NodeProto node)
    {
        _forward = forward;
        Node = node;
        Output = node.Output[0];
        ChannelAxis = LinearLayers.ChannelAxis(forward, node);
        _affine = ChannelAffine.Unchanged(forward[Output].Shape[ChannelAxis]);
    }

    public NodeProto Node { get; }

    public int ChannelAxis { get; }

    /// <summary>The output of the last node that was merged.</summary>
    public string Output { get; private set; }

    /// <summary>The nodes that were merged.</summary>
    public List<NodeProto> Followers { get; } = [];

    public bool IsChanged => Followers.Count > 0;

    /// <summary>A matrix product and the Add of its bias: merged, they would be the same two nodes.</summary>
    public bool IsProductWithBias => Node.OpType == "MatMul" && Followers is [{ OpType: "Add" }];

    private bool ScalesNothing => _affine.Scale.All(scale => scale == 1);

    public void Append(NodeProto node, ChannelAffine affine)
    {
        _affine = _affine.Then(affine);
        Output = node.Output[0];
        Followers.Add(node);
    }

    /// <summary>The layer with new weights and bias. A matrix product has no bias: an Add with it follows.</summary>
    public (NodeProto[] Nodes, TensorProto[] Stored) Nodes()
    {
        string prefix = UnusedPrefix();
        // Weights are many: they are copied only where they change.
        TensorProto? weights = ScalesNothing ? null : Weights($"{prefix}/weights");
        TensorProto bias = TensorData.Of($"{prefix}/bias", Bias(), [_affine.Shift.Length]);
        NodeProto layer = Node.Clone();
        TensorProto[] stored = weights is null ? [bias] : [weights, bias];
        layer.Input[1] = weights?.Name ?? layer.Input[1];
        if (Node.OpType == "MatMul")
        {
            return ([layer, GraphEdits.NewNode("Add", $"{prefix}/add", [layer.Output[0], bias.Name], Output)], stored);
        }

        while (layer.Input.Count < 3)
        {
            layer.Input.Add("");
        }

        layer.Input[2] = bias.Name;
        layer.Output[0] = Output;
        if (layer.Attribute.FirstOrDefault(attribute => attribute.Name == "beta") is { } beta)
        {
            layer.Attribute.Remove(beta);
        }

        return ([layer], stored);
    }

    private string UnusedPrefix()
    {
        string prefix = $"{Node.Output[0]}/merged";
        while (_forward.Has($"{prefix}/weights") || _forward.Has($"{prefix}/bias"))
        {
            prefix += "'";
        }

        return prefix;
    }

    public TensorProto Weights(string name = "weights")
    {
        TensorProto given = _forward.Constant(Node.Input[1]);
        float[] weights = TensorData.Floats(given, _forward.Model.Folder);
        float[] scaled = new float[weights.Length];
        int[] shape = [.. given.Dims.Select(size => (int)size)];
        for (int i = 0; i < weights.Length; i++)
        {
            scaled[i] = (float)(weights[i] * _affine.Scale[ChannelOf(i, shape)]);
        }

        return TensorData.Of(name, scaled, given.Dims);
    }

    private int ChannelOf(int index, int[] shape)
    {
        int places = shape.Skip(2).Aggregate(1, (product, size) => product * size);
        int row = index / places / shape[1];
        int column = index / places % shape[1];
        return Node.OpType switch
        {
            "Conv" => row,
            "ConvTranspose" => (row / (shape[0] / (int)Node.Int("group", 1)) * shape[1]) + column,
            "Gemm" when Node.Int("transB", 0) == 1 => row,
            _ => column,
        };
    }

    public float[] Bias()
    {
        bool hasBias = Node.Input.Count > 2 && Node.Input[2].Length > 0;
        BatchedShape shape = _forward[Node.Output[0]].Shape;
        double factor = Node.OpType == "Gemm" ? Node.Float("beta", 1) : 1;
        double[]? bias = !hasBias ? null
            : Node.OpType == "Gemm" ? ChannelAffine.PerChannel(_forward, Node.Input[2], shape, ChannelAxis)
            : Array.ConvertAll(_forward.ConstantFloats(Node.Input[2])!, value => (double)value);
        return [.. _affine.Shift.Select((shift, channel) => (float)(((bias?[channel] ?? 0) * factor * _affine.Scale[channel]) + shift))];
    }
}
