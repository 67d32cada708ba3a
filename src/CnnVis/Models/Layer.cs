using CnnVis.Onnx;

namespace CnnVis;

/// <summary>One operator of a network that turns what it sees of the image into new features.</summary>
public sealed class Layer
{
    private readonly Lazy<long> _parameters;

    internal Layer(CnnModel model, NodeProto node, IReadOnlyList<int> outputShape, Func<long> countParameters)
    {
        Model = model;
        Node = node;
        OutputShape = outputShape;
        _parameters = new Lazy<long>(countParameters);
    }

    /// <summary>The node's name, or its output's where the node has none.</summary>
    public string Name => Node.Name.Length > 0 ? Node.Name : OutputTensor;

    /// <summary>The operator: Conv, Relu, MaxPool and so on.</summary>
    public string Operator => Node.OpType;

    /// <summary>The name of the tensor that the layer computes.</summary>
    public string OutputTensor => Node.Output[0];

    /// <summary>The shape of its output for one image, batch included.</summary>
    public IReadOnlyList<int> OutputShape { get; }

    /// <summary>How many numbers were learned for it: weights, biases, statistics.</summary>
    public long ParameterCount => _parameters.Value;

    internal CnnModel Model { get; }

    internal NodeProto Node { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Operator}) [{string.Join(',', OutputShape)}]";
}
