namespace CnnVis.TestSupport.TensorBoard;

/// <summary>A node of a graph, by the field numbers of TensorFlow's node_def.proto, attr_value.proto and tensor_shape.proto.</summary>
internal sealed class ReadNode(WireMessage node)
{
    public string Name { get; } = node.Text(1);

    public string Operator { get; } = node.Text(2);

    public IReadOnlyList<string> Inputs { get; } = node.Texts(3);

    /// <summary>The names of the nodes that it reads, without the number of the output.</summary>
    public IEnumerable<string> Sources => Inputs.Select(input => input.Split(':')[0]);

    public IReadOnlyDictionary<string, WireMessage> Attributes { get; } =
        node.Messages(5).ToDictionary(entry => entry.Text(1), entry => entry.Message(2) ?? new WireMessage([]));

    /// <summary>The shape of each output, null where it is not known.</summary>
    public IReadOnlyList<long[]?> OutputShapes =>
        Attributes.TryGetValue("_output_shapes", out WireMessage? shapes) ? [.. shapes.Message(1)!.Messages(7).Select(Shape)] : [];

    public long[] Integers(string attribute) => Attributes[attribute].Message(1)!.Integers(3);

    private static long[]? Shape(WireMessage shape) => shape.Integer(3) == 1 ? null : [.. shape.Messages(2).Select(dimension => dimension.Integer(1))];
}
