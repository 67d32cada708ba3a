namespace CnnVis.Onnx;

/// <summary>The part of a model that computes some tensors from one inside it.</summary>
internal sealed class GraphTail
{
    private readonly OnnxModel _model;
    private readonly IReadOnlyList<string> _outputs;
    private readonly HashSet<NodeProto> _nodes = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<string> _passedBy = [];

    /// <param name="model">The model.</param>
    /// <param name="image">Its image input.</param>
    /// <param name="tensor">The tensor from which on it is run.</param>
    /// <param name="outputs">The tensors that it computes.</param>
    public GraphTail(OnnxModel model, string image, string tensor, IReadOnlyList<string> outputs)
    {
        _model = model;
        _outputs = outputs;
        var fromTensor = model.Graph.Dependents([tensor]).ToHashSet();
        var fromImage = model.Graph.Dependents([image]).ToHashSet();
        var open = new Stack<string>(outputs);
        while (open.TryPop(out string? read))
        {
            if (!_read.Add(read) || read == tensor)
            {
                continue;
            }

            NodeProto? node = model.Graph.Producer(read);
            if (read == image || (node is not null && fromImage.Contains(node) && !fromTensor.Contains(node)))
            {
                _passedBy.Add(read);
            }
            else if (node is not null && _nodes.Add(node))
            {
                // What does not depend on the image is computed again: it is small, or folded away.
                foreach (string input in OnnxGraph.InputsOf(node))
                {
                    open.Push(input);
                }
            }
        }

        Reaches = _read.Contains(tensor);
    }

    /// <summary>Whether the outputs depend on the tensor at all.</summary>
    public bool Reaches { get; }

    /// <summary>What is read besides the tensor and depends on the image too: what skip connections carry around it.</summary>
    public IReadOnlyList<string> PassedBy => _passedBy;

    /// <summary>The tail as a model of its own.</summary>
    /// <param name="inputs">The tensor and those of <see cref="PassedBy"/>, declared.</param>
    public ModelProto ToModel(IEnumerable<ValueInfoProto> inputs)
    {
        ModelProto source = _model.Proto;
        ModelProto tail = source.OfNodes(
            "tail",
            source.Graph.Node.Where(_nodes.Contains),
            inputs,
            source.Graph.Initializer.Where(tensor => _read.Contains(tensor.Name)),
            _outputs);
        tail.Graph.SparseInitializer.Add(source.Graph.SparseInitializer);
        tail.Functions.Add(source.Functions);
        return tail;
    }
}
