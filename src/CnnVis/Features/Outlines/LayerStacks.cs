namespace CnnVis.Features.Outlines;

/// <summary>
/// Draws layers together that nothing comes between: a convolution with its normalisation and activation is one part. Where ways meet, in an Add or a
/// Concat, a block ends: only what works number by number stays with it, so that blocks that are the same are seen to be.
/// </summary>
internal sealed class LayerStacks
{
    // What starts a part of its own, though it reads one thing that nothing else reads.
    private static readonly HashSet<string> Landmarks = new(StringComparer.Ordinal)
    {
        "Conv", "FusedConv", "QLinearConv", "ConvInteger", "ConvTranspose", "DeformConv", "Gemm", "FusedGemm", "MatMul", "FusedMatMul", "MatMulInteger",
        "QLinearMatMul", "Einsum", "Attention", "MultiHeadAttention", "LSTM", "GRU", "RNN", "MaxPool", "AveragePool", "LpPool", "GlobalAveragePool",
        "GlobalMaxPool", "GlobalLpPool", "ReduceMean", "ReduceMax", "Resize", "Upsample", "DepthToSpace", "SpaceToDepth", "Concat", "If", "Loop", "Scan",
    };

    private readonly CnnModel _model;
    private readonly LayerFlow _flow;
    private readonly List<Stack> _stacks = [];
    private readonly int[] _stackOf;

    public LayerStacks(CnnModel model)
    {
        _model = model;
        _flow = new LayerFlow(model);
        _stackOf = new int[_flow.Layers.Count + 1];
    }

    public IReadOnlyList<OutlinePart> Parts()
    {
        Pile();
        return [Input(), .. _stacks.Select(Part), .. _flow.Outputs.Select(Output)];
    }

    private void Pile()
    {
        int length;
        for (int first = 1; first <= _flow.Layers.Count; first += length)
        {
            Layer layer = _flow.Layers[first - 1];
            (string function, length) = LayerPatterns.At(_flow, first) ?? (layer.Operator, 1);
            string title = length == 1 ? LayerTitle.Of(layer) : function;
            Stack? before = Landmarks.Contains(function) ? null : StackBefore(first, length);
            Stack stack = before is { Sources.Length: > 1 } && !NumberByNumber.Contains(function) ? Begin(title, first)
                : before is not null ? Join(before, title)
                : Begin(title, first);
            for (int i = first; i < first + length; i++)
            {
                stack.Layers.Add(_flow.Layers[i - 1]);
                _stackOf[i] = stack.Number;
            }
        }
    }

    /// <summary>The stack that ends with the only thing that these layers read, if they are its only readers.</summary>
    private Stack? StackBefore(int first, int length)
    {
        if (_flow.Sources[first] is not [var source and not LayerFlow.Image])
        {
            return null;
        }

        int reads = Enumerable.Range(first, length).Count(i => _flow.Sources[i].Contains(source));
        return _flow.Readers[source] == reads ? _stacks[_stackOf[source] - 1] : null;
    }

    private Stack Begin(string title, int first)
    {
        var stack = new Stack(_stacks.Count + 1, title, _flow.Sources[first]);
        _stacks.Add(stack);
        return stack;
    }

    private static Stack Join(Stack stack, string detail)
    {
        stack.Details.Add(detail);
        return stack;
    }

    private OutlinePart Input()
    {
        int[] shape = _model.ImageInput.Shape.Dimensions(1);
        return new OutlinePart { Kind = OutlinePartKind.Input, Title = _model.ImageInput.Name, OutputShape = shape, LastOutputShape = shape, Sources = [] };
    }

    private OutlinePart Part(Stack stack)
    {
        IReadOnlyList<int> shape = stack.Layers[^1].OutputShape;
        return new OutlinePart
        {
            Kind = OutlinePartKind.Layers,
            Title = stack.Title,
            Details = stack.Details,
            Layers = stack.Layers,
            OutputShape = shape,
            LastOutputShape = shape,
            Sources = StacksOf(stack.Sources),
        };
    }

    private OutlinePart Output((string Tensor, int[] Sources) output)
    {
        int[] shape = _model.ShapeOf(output.Tensor) ?? [];
        return new OutlinePart { Kind = OutlinePartKind.Output, Title = output.Tensor, OutputShape = shape, LastOutputShape = shape, Sources = StacksOf(output.Sources) };
    }

    private int[] StacksOf(int[] layers) => [.. layers.Select(layer => _stackOf[layer]).Distinct().Order()];

    private sealed record Stack(int Number, string Title, int[] Sources)
    {
        public List<string> Details { get; } = [];

        public List<Layer> Layers { get; } = [];
    }
}
