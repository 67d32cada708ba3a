using CnnVis.Onnx;

namespace CnnVis.Differentiation;

/// <summary>Which tensors of the forward graph a backward graph reads: constants are stored in it, all others become inputs.</summary>
internal sealed class BackwardTensors(ForwardGraph forward, GraphEmitter emitter, BatchedShape batchSource, GraphValue batchSourceValue)
{
    private readonly Dictionary<string, GraphValue> _read = new(StringComparer.Ordinal);
    private readonly List<string> _saved = [];
    private GraphValue? _imageCount;

    public GraphEmitter Emitter => emitter;

    /// <summary>The tensors that the forward pass has to keep.</summary>
    public IReadOnlyList<string> Saved => _saved;

    public GraphValue Read(string tensor)
    {
        if (_read.TryGetValue(tensor, out GraphValue? known))
        {
            return known;
        }

        ForwardTensor info = forward[tensor];
        GraphValue value = info.IsConstant ? emitter.Constant(tensor, () => forward.NamedConstant(tensor)) : Save(tensor);
        if (info.Kind == ElementKind.Code)
        {
            value = emitter.Emit("Cast", [value], [GraphEdits.IntAttribute("to", (long)TensorProto.Types.DataType.Float)]);
        }

        return _read[tensor] = value;
    }

    /// <summary>A shape as a tensor, for as many images as the run has.</summary>
    public GraphValue RunShape(BatchedShape shape)
    {
        if (shape.BatchAxis is not { } axis)
        {
            return emitter.Constant([.. shape.Sizes.Select(size => (long)size)], [shape.Rank]);
        }

        GraphValue factors = emitter.Constant([.. shape.Sizes.Select((size, i) => i == axis ? 0L : size)], [shape.Rank]);
        GraphValue growing = emitter.Constant([.. shape.Sizes.Select((size, i) => i == axis ? (long)size : 0L)], [shape.Rank]);
        return factors + (growing * ImageCount());
    }

    private GraphValue ImageCount()
    {
        if (_imageCount is not null)
        {
            return _imageCount;
        }

        if (batchSource.BatchAxis is not { } axis)
        {
            return _imageCount = emitter.Constant([1L], [1]);
        }

        GraphValue shape = emitter.Emit("Shape", [batchSourceValue], [GraphEdits.IntAttribute("start", axis), GraphEdits.IntAttribute("end", axis + 1)]);
        return _imageCount = batchSource[axis] == 1 ? shape : shape.Binary("Div", emitter.Constant([(long)batchSource[axis]], [1]));
    }

    private GraphValue Save(string tensor)
    {
        _saved.Add(tensor);
        return emitter.Input(tensor);
    }
}
