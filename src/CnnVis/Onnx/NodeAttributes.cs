namespace CnnVis.Onnx;

/// <summary>Reads a node's attributes with their defaults.</summary>
internal static class NodeAttributes
{
    public static bool Has(this NodeProto node, string name) => Find(node, name) is not null;

    public static long Int(this NodeProto node, string name, long otherwise) => Find(node, name) is { HasI: true } attribute ? attribute.I : otherwise;

    public static float Float(this NodeProto node, string name, float otherwise) => Find(node, name) is { HasF: true } attribute ? attribute.F : otherwise;

    public static string Text(this NodeProto node, string name, string otherwise) =>
        Find(node, name) is { HasS: true } attribute ? attribute.S.ToStringUtf8() : otherwise;

    public static IReadOnlyList<long> Ints(this NodeProto node, string name) => Find(node, name)?.Ints is { } values ? values : [];

    public static IReadOnlyList<float> Floats(this NodeProto node, string name) => Find(node, name)?.Floats is { } values ? values : [];

    public static GraphProto? Body(this NodeProto node, string name) => Find(node, name)?.G;

    /// <summary>The bodies of If, Loop and Scan.</summary>
    public static IEnumerable<GraphProto> Bodies(this NodeProto node) =>
        node.Attribute.SelectMany(attribute => attribute.G is null ? attribute.Graphs : attribute.Graphs.Prepend(attribute.G));

    /// <summary>The operator's name as rules know it: with its domain where that is not ONNX's own.</summary>
    public static string QualifiedType(this NodeProto node) => node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}";

    /// <summary>The node's name, or its first output's where it has none.</summary>
    public static string DisplayName(this NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output[0];

    private static AttributeProto? Find(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
