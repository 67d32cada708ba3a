using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>The tensors that are computed already and still read, while the nodes of a graph are passed in order.</summary>
internal sealed class OpenTensors
{
    private readonly Dictionary<string, int> _unread = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> _followed;

    public OpenTensors(IReadOnlyList<NodeProto> nodes, IReadOnlyList<string> outputs, string image, IReadOnlySet<string> followed)
    {
        _followed = followed;
        foreach (string tensor in nodes.SelectMany(Read).Concat(outputs))
        {
            _unread[tensor] = _unread.GetValueOrDefault(tensor) + 1;
        }

        Open(image);
    }

    /// <summary>The only one; null where there are several.</summary>
    public string? Only => _open.Count == 1 ? _open.First() : null;

    public void Pass(NodeProto node)
    {
        foreach (string tensor in Read(node))
        {
            if (--_unread[tensor] == 0)
            {
                _open.Remove(tensor);
            }
        }

        foreach (string output in node.Output)
        {
            Open(output);
        }
    }

    private IEnumerable<string> Read(NodeProto node) => OnnxGraph.InputsOf(node).Where(_followed.Contains).Distinct(StringComparer.Ordinal);

    private void Open(string tensor)
    {
        if (_unread.GetValueOrDefault(tensor) > 0)
        {
            _open.Add(tensor);
        }
    }
}
