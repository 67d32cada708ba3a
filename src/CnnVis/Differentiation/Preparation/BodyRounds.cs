using CnnVis.Onnx;

namespace CnnVis.Differentiation.Preparation;

/// <summary>The nodes that stand in for one control flow node: its body once for each round.</summary>
internal sealed class BodyRounds
{
    private readonly string _prefix;
    private readonly int _opset;
    private int _rounds;

    public BodyRounds(NodeProto node, int opset)
    {
        // Outputs have names of their own; nodes may have none, or share one.
        _prefix = node.Output.First(output => output.Length > 0);
        _opset = opset;
    }

    public List<NodeProto> Nodes { get; } = [];

    public List<TensorProto> Initializers { get; } = [];

    /// <summary>Adds the body once more and returns the names of its outputs.</summary>
    public string[] Add(GraphProto body, IReadOnlyList<string> inputs)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < inputs.Count; i++)
        {
            names[body.Input[i].Name] = inputs[i];
        }

        var copy = new BodyCopy($"{_prefix}/{_rounds++}/", names);
        copy.Add(body);
        Nodes.AddRange(copy.Nodes);
        Initializers.AddRange(copy.Initializers);
        return [.. body.Output.Select(output => copy.NameOf(output.Name))];
    }

    public void Rename(IReadOnlyList<string> tensors, IReadOnlyList<string> names)
    {
        foreach ((string tensor, string name) in tensors.Zip(names).Where(pair => pair.Second.Length > 0))
        {
            Nodes.Add(GraphEdits.NewNode("Identity", $"{_prefix}/{name}", [tensor], name));
        }
    }

    /// <summary>Joins what the rounds put out along a new axis.</summary>
    public void Stack(List<string[]> rounds, IReadOnlyList<string> names, Func<int, long> axisOf, Func<int, bool>? isReversed = null)
    {
        for (int k = 0; k < names.Count; k++)
        {
            if (names[k].Length == 0)
            {
                continue;
            }

            string[] parts = [.. rounds.Select(results => Unsqueeze(results[k], axisOf(k)))];
            if (isReversed?.Invoke(k) == true)
            {
                Array.Reverse(parts);
            }

            Nodes.Add(GraphEdits.NewNode("Concat", $"{_prefix}/{names[k]}", parts, names[k], GraphEdits.IntAttribute("axis", axisOf(k))));
        }
    }

    public string Slice(string tensor, long axis, int index)
    {
        string name = Unused("slice");
        Nodes.Add(GraphEdits.NewNode("Gather", name, [tensor, Store(index)], name, GraphEdits.IntAttribute("axis", axis)));
        return name;
    }

    public string Store(long value) => Store(name => TensorData.Of(name, [value], []));

    public string Store(bool value) => Store(name => TensorData.Of(name, [value], []));

    private string Unsqueeze(string tensor, long axis)
    {
        string name = Unused("unsqueeze");
        Nodes.Add(_opset < 13
            ? GraphEdits.NewNode("Unsqueeze", name, [tensor], name, GraphEdits.IntsAttribute("axes", [axis]))
            : GraphEdits.NewNode("Unsqueeze", name, [tensor, Store(value => TensorData.Of(value, [axis], [1]))], name));
        return name;
    }

    private string Store(Func<string, TensorProto> create)
    {
        TensorProto tensor = create(Unused("constant"));
        Initializers.Add(tensor);
        return tensor.Name;
    }

    private string Unused(string what) => $"{_prefix}/{what}{Nodes.Count}_{Initializers.Count}";
}
