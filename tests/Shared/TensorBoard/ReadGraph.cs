namespace CnnVis.TestSupport.TensorBoard;

/// <summary>A graph, by the field numbers of TensorFlow's graph.proto.</summary>
internal sealed class ReadGraph(WireMessage graph)
{
    public IReadOnlyList<ReadNode> Nodes { get; } = [.. graph.Messages(1).Select(node => new ReadNode(node))];

    public ReadNode this[string name] => Nodes.Single(node => node.Name == name);

    /// <summary>The nodes behind which nothing is missing, in an order in which each follows its inputs; all of them where there is no cycle.</summary>
    public IReadOnlyList<ReadNode> Sorted()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var sorted = new List<ReadNode>();
        List<ReadNode> open = [.. Nodes];
        while (open.RemoveAll(node => node.Sources.All(known.Contains) && Take(node)) > 0)
        {
        }

        return sorted;

        bool Take(ReadNode node)
        {
            sorted.Add(node);
            known.Add(node.Name);
            return true;
        }
    }
}
