using CnnVis.Onnx;

namespace CnnVis.Differentiation.Preparation;

/// <summary>Knows which tensors are in which sequence while a graph is walked through.</summary>
/// <param name="values">What is known about the model's tensors.</param>
internal sealed class SequenceNodes(ControlFlowValues values)
{
    private readonly Dictionary<string, string[]> _tensors = new(StringComparer.Ordinal);

    public List<TensorProto> Initializers { get; } = [];

    public static bool MakesSequence(string operatorType) =>
        operatorType is "SplitToSequence" or "SequenceConstruct" or "SequenceEmpty" or "SequenceInsert" or "SequenceErase";

    /// <summary>The nodes that follow in place of one that makes or reads a sequence; null for all others.</summary>
    public IEnumerable<NodeProto>? Expand(NodeProto node) => MakesSequence(node.OpType) ? Make(node) : Read(node);

    /// <summary>The node itself stays too, because something may read its sequence as a whole.</summary>
    private IEnumerable<NodeProto> Make(NodeProto node)
    {
        List<NodeProto> added = [];
        string[]? tensors = node.OpType switch
        {
            "SequenceConstruct" => [.. node.Input],
            "SequenceEmpty" => [],
            "SplitToSequence" => Split(node, added),
            _ => Changed(node),
        };
        if (tensors is not null)
        {
            _tensors[node.Output[0]] = tensors;
        }

        return added.Append(node);
    }

    private string[]? Changed(NodeProto node)
    {
        bool isInserted = node.OpType == "SequenceInsert";
        int positionInput = isInserted ? 2 : 1;
        if (!_tensors.TryGetValue(node.Input[0], out string[]? tensors))
        {
            return null;
        }

        bool isAtEnd = node.Input.Count <= positionInput || node.Input[positionInput].Length == 0;
        int? position = isAtEnd ? (isInserted ? tensors.Length : tensors.Length - 1) : Position(node.Input[positionInput], tensors.Length);
        return position is not { } at ? null
            : isInserted ? [.. tensors[..at], node.Input[1], .. tensors[at..]]
            : [.. tensors[..at], .. tensors[(at + 1)..]];
    }

    private List<NodeProto>? Read(NodeProto node)
    {
        if (node.Input.Count == 0 || !_tensors.TryGetValue(node.Input[0], out string[]? tensors))
        {
            return null;
        }

        switch (node.OpType)
        {
            case "SequenceAt" when Position(node.Input[1], tensors.Length) is { } position:
                return [GraphEdits.NewNode("Identity", node.DisplayName(), [tensors[position]], node.Output[0])];
            case "SequenceLength":
                Initializers.Add(TensorData.Of(node.Output[0], [(long)tensors.Length], []));
                return [];
            case "ConcatFromSequence":
                return Concat(node, tensors);
            case "Identity":
                _tensors[node.Output[0]] = tensors;
                return [node];
            default:
                return null;
        }
    }

    /// <summary>As many pieces as the sizes along the axis give; none where they depend on the number of images.</summary>
    private string[]? Split(NodeProto node, List<NodeProto> added)
    {
        bool isInOnes = node.Input.Count < 2 || node.Input[1].Length == 0;
        int?[]? shape = values.Shape(node.Input[0]);
        long axis = node.Int("axis", 0);
        long[]? given = isInOnes ? [1] : values.Integers(node.Input[1]);
        if (given is null || shape?[axis < 0 ? axis + shape.Length : axis] is not { } length)
        {
            return null;
        }

        bool isScalar = isInOnes || values.Shape(node.Input[1]) is [];
        long[] sizes = isScalar ? Chunks(length, given[0]) : given;
        string[] pieces = [.. sizes.Select((_, i) => $"{node.DisplayName()}/piece{i}")];
        NodeProto split = GraphEdits.NewNode("Split", $"{node.DisplayName()}/split", [node.Input[0]], pieces[0], GraphEdits.IntAttribute("axis", axis));
        split.Output.Add(pieces[1..]);
        AddIntegers(split, "split", sizes);
        added.Add(split);
        return isInOnes && node.Int("keepdims", 1) == 0 ? [.. pieces.Select(piece => WithAxis("Squeeze", piece, axis, added))] : pieces;
    }

    private static long[] Chunks(long length, long size)
    {
        long[] whole = [.. Enumerable.Repeat(size, (int)(length / size))];
        return length % size == 0 ? whole : [.. whole, length % size];
    }

    private List<NodeProto> Concat(NodeProto node, string[] tensors)
    {
        List<NodeProto> nodes = [];
        long axis = node.Int("axis", 0);
        string[] parts = node.Int("new_axis", 0) == 1
            ? [.. tensors.Select((tensor, i) => WithAxis("Unsqueeze", tensor, axis, nodes, $"{node.DisplayName()}/part{i}"))]
            : tensors;
        nodes.Add(GraphEdits.NewNode("Concat", node.DisplayName(), parts, node.Output[0], GraphEdits.IntAttribute("axis", axis)));
        return nodes;
    }

    private string WithAxis(string operatorType, string tensor, long axis, List<NodeProto> nodes, string? name = null)
    {
        name ??= $"{tensor}/{operatorType}";
        NodeProto node = GraphEdits.NewNode(operatorType, name, [tensor], name);
        AddIntegers(node, "axes", [axis]);
        nodes.Add(node);
        return name;
    }

    /// <summary>From opset 13 on such lists are inputs.</summary>
    private void AddIntegers(NodeProto node, string attribute, long[] integers)
    {
        if (values.Opset < 13)
        {
            node.Attribute.Add(GraphEdits.IntsAttribute(attribute, integers));
            return;
        }

        TensorProto stored = TensorData.Of($"{node.Name}/{attribute}", integers, [integers.Length]);
        Initializers.Add(stored);
        node.Input.Add(stored.Name);
    }

    private int? Position(string tensor, int length) =>
        values.Integers(tensor) is [var position] ? (int)(position < 0 ? position + length : position) : null;
}
