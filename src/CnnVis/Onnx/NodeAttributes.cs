namespace CnnVis.Onnx;

/// <summary>Reads a node's attributes with their defaults.</summary>
internal static class NodeAttributes
{
    public static long Int(this NodeProto node, string name, long otherwise) => Find(node, name) is { HasI: true } attribute ? attribute.I : otherwise;

    public static IReadOnlyList<long> Ints(this NodeProto node, string name) => Find(node, name)?.Ints is { } values ? values : [];

    private static AttributeProto? Find(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
