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

    public bool IsChanged => Output != Node.Output[0];

    public void Append(NodeProto node, ChannelAffine affine)
    {
        _affine = _affine.Then(affine);
        Output = node.Output[0];
    }

    /// <summary>The layer with new weights and bias. A matrix product has no bias: an Add with it follows.</summary>
    public (NodeProto[] Nodes, TensorProto[] Stored) Nodes()
    {
        string prefix = UnusedPrefix();
        TensorProto weights = Weights($"{prefix}/weights");
        TensorProto bias = TensorData.Of($"{prefix}/bias", Bias(), [_affine.Shift.Length]);
        NodeProto layer = Node.Clone();
        layer.Input[1] = weights.Name;
        if (Node.OpType == "MatMul")
        {
            return ([layer, GraphEdits.NewNode("Add", $"{prefix}/add", [layer.Output[0], bias.Name], Output)], [weights, bias]);
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

        return ([layer], [weights, bias]);
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
            : Array.ConvertAll(TensorData.Floats(_forward.Constant(Node.Input[2]), _forward.Model.Folder), value => (double)value);
        return [.. _affine.Shift.Select((shift, channel) => (float)(((bias?[channel] ?? 0) * factor * _affine.Scale[channel]) + shift))];
    }
}
