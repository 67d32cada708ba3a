using CnnVis.Onnx;

namespace CnnVis.Differentiation.Preparation;

/// <summary>Copies the nodes of a function or of a control flow body into the graph around it.</summary>
/// <param name="prefix">What the names of its own tensors and nodes begin with afterwards.</param>
/// <param name="names">Its inputs and outputs, and what they are called outside.</param>
/// <param name="attributeOf">Replaces an attribute; null drops it.</param>
internal sealed class BodyCopy(string prefix, Dictionary<string, string> names, Func<AttributeProto, AttributeProto?>? attributeOf = null)
{
    public List<NodeProto> Nodes { get; } = [];

    public List<TensorProto> Initializers { get; } = [];

    public void Add(GraphProto body)
    {
        foreach (TensorProto initializer in body.Initializer)
        {
            TensorProto copy = initializer.Clone();
            copy.Name = names.GetValueOrDefault(initializer.Name) ?? (names[initializer.Name] = prefix + initializer.Name);
            Initializers.Add(copy);
        }

        Add(body.Node);
    }

    public void Add(IEnumerable<NodeProto> nodes)
    {
        foreach (NodeProto node in nodes)
        {
            Define(node);
            Nodes.Add(Renamed(node));
        }
    }

    /// <summary>What a tensor of the body is called outside.</summary>
    public string NameOf(string tensor) => names.GetValueOrDefault(tensor, tensor);

    private void Define(NodeProto node)
    {
        foreach (string output in node.Output.Where(output => output.Length > 0 && !names.ContainsKey(output)))
        {
            names[output] = prefix + output;
        }
    }

    private NodeProto Renamed(NodeProto node)
    {
        NodeProto copy = node.Clone();
        copy.Name = node.Name.Length > 0 ? prefix + node.Name : "";
        Rename(copy.Input);
        Rename(copy.Output);
        Resolve(copy);
        foreach (GraphProto body in copy.Bodies())
        {
            RenameBody(body);
        }

        return copy;
    }

    private void Resolve(NodeProto node)
    {
        if (attributeOf is null)
        {
            return;
        }

        AttributeProto[] resolved = [.. node.Attribute.Select(attributeOf).OfType<AttributeProto>()];
        node.Attribute.Clear();
        node.Attribute.Add(resolved);
    }

    private void RenameBody(GraphProto body)
    {
        foreach (NodeProto node in body.Node)
        {
            Resolve(node);
            Rename(node.Input);
            Rename(node.Output);
            foreach (GraphProto inner in node.Bodies())
            {
                RenameBody(inner);
            }
        }

        foreach (ValueInfoProto output in body.Output)
        {
            output.Name = NameOf(output.Name);
        }
    }

    private void Rename(Google.Protobuf.Collections.RepeatedField<string> tensors)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            tensors[i] = NameOf(tensors[i]);
        }
    }
}
