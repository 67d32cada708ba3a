using CnnVis.Onnx;

namespace CnnVis.Differentiation;

/// <summary>Which tensors of the forward graph a backward graph reads: constants are stored in it, all others become inputs.</summary>
internal sealed class BackwardTensors(ForwardGraph forward, GraphEmitter emitter, BatchedShape batchSource, GraphValue batchSourceValue)
{
    private readonly Dictionary<string, GraphValue> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GraphValue> _readOfBaseline = new(StringComparer.Ordinal);
    private readonly List<string> _saved = [];
    private readonly Dictionary<string, string> _savedOfBaseline = new(StringComparer.Ordinal);
    private GraphValue? _imageCount;

    public GraphEmitter Emitter => emitter;

    /// <summary>The tensors that the forward pass has to keep.</summary>
    public IReadOnlyList<string> Saved => _saved;

    /// <summary>The tensors that the forward pass of the baseline has to keep, and the inputs that take them.</summary>
    public IReadOnlyDictionary<string, string> SavedOfBaseline => _savedOfBaseline;

    public GraphValue Read(string tensor)
    {
        if (_read.TryGetValue(tensor, out GraphValue? known))
        {
            return known;
        }

        return _read[tensor] = AsNumbers(
            tensor, forward[tensor].IsConstant ? emitter.Constant(tensor, () => forward.NamedConstant(tensor)) : Save(tensor));
    }

    /// <summary>The tensor as the run of the baseline has it.</summary>
    public GraphValue ReadOfBaseline(string tensor)
    {
        if (forward[tensor].IsConstant)
        {
            return Read(tensor);
        }

        return _readOfBaseline.TryGetValue(tensor, out GraphValue? known)
            ? known
            : _readOfBaseline[tensor] = AsNumbers(tensor, SaveOfBaseline(tensor));
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

    private GraphValue AsNumbers(string tensor, GraphValue value) => forward[tensor].Kind == ElementKind.Code
        ? emitter.Emit("Cast", [value], [GraphEdits.IntAttribute("to", (long)TensorProto.Types.DataType.Float)])
        : value;

    private GraphValue Save(string tensor)
    {
        _saved.Add(tensor);
        return emitter.Input(tensor);
    }

    private GraphValue SaveOfBaseline(string tensor) => emitter.Input(_savedOfBaseline[tensor] = emitter.Unused($"baseline/{tensor}"));
}
