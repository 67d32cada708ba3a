using CnnVis.Onnx;

namespace CnnVis.Tests.Differentiation;

/// <summary>A row as plain loops see it.</summary>
internal sealed class NaiveNode
{
    private readonly NodeProto _node;

    public NaiveNode(GradientCase row, float[] image, IReadOnlyList<int> outputShape, float[] dy)
    {
        Row = row;
        _node = row.Nodes[0];
        Dy = new NaiveTensor([.. dy.Select(value => (double)value)], [.. outputShape]);
        int start = 0;
        foreach (CaseInput input in row.Inputs)
        {
            double[] values = input.Stored is { } stored
                ? [.. TensorData.Floats(stored, null).Select(value => (double)value)]
                : [.. image.Skip(start).Take(input.IsWanted ? input.Count : 0).Select(value => (double)value)];
            start += input.IsWanted ? input.Count : 0;
            X.Add(new NaiveTensor(values, input.Shape));
        }
    }

    public GradientCase Row { get; }

    public int Opset => Row.Opset;

    public List<NaiveTensor> X { get; } = [];

    public NaiveTensor Dy { get; }

    public bool HasInput(int input) => input < Row.Inputs.Count && !Row.Inputs[input].IsAbsent;

    public int Int(string name, int otherwise) => (int)_node.Int(name, otherwise);

    public double Real(string name, float otherwise) => _node.Float(name, otherwise);

    public string Text(string name, string otherwise) => _node.Text(name, otherwise);

    public int[]? Ints(string name) => _node.Has(name) ? [.. _node.Ints(name).Select(value => (int)value)] : null;

    /// <summary>Integers of an attribute, or of an input in later opsets.</summary>
    public long[]? Longs(string name, int input) => _node.Has(name) ? [.. _node.Ints(name)]
        : HasInput(input) ? TensorData.Integers(Row.Inputs[input].Stored!, null) : null;
}
