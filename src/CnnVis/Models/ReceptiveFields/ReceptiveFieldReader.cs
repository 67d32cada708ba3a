using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>Follows the places of a model's tensors from the image on.</summary>
internal sealed class ReceptiveFieldReader(CnnModel model)
{
    private static readonly HashSet<string> ForgetPlaces = new(StringComparer.Ordinal)
    {
        "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "Flatten", "Gemm", "Shape", "Size",
    };

    private static readonly HashSet<string> HidePlaces = new(StringComparer.Ordinal)
    {
        "Einsum", "GridSample", "DeformConv", "CumSum", "ReverseSequence", "Gather", "GatherElements", "GatherND", "Scatter", "ScatterElements",
        "ScatterND", "If", "Loop", "Scan", "TopK", "RoiAlign", "MaxRoiPool", "MaxUnpool", "NonZero", "Compress", "Attention",
    };

    private readonly Dictionary<string, Places> _places = new(StringComparer.Ordinal);
    private readonly List<(string Tensor, IReadOnlyList<PlaceRead> Reads)> _reads = [];

    public ReceptiveField? Of(string tensor)
    {
        Follow([tensor]);
        return Known(tensor);
    }

    /// <summary>Those of all tensors that have one, by name.</summary>
    public IReadOnlyDictionary<string, ReceptiveField> OfAll()
    {
        Follow([.. model.Graph.Nodes.SelectMany(node => node.Output)]);
        return (from tensor in _places.Keys
                let field = Known(tensor)
                where field is not null
                select (tensor, field)).ToDictionary(pair => pair.tensor, pair => pair.field, StringComparer.Ordinal);
    }

    private ReceptiveField? Known(string tensor) => _places.GetValueOrDefault(tensor) is Places.Map map && ShapeOf(tensor) is { } shape
        ? new ReceptiveField(map.Rows, map.Columns, shape[map.RowAxis], shape[map.ColumnAxis], new PlaceTrace(tensor, model.ImageInput, _reads))
        : null;

    /// <summary>The tensors on the way to another that have rows and columns of the image.</summary>
    public HashSet<string> TensorsWithPlaces(string tensor)
    {
        Follow([tensor]);
        return [.. _places.Where(pair => pair.Value is Places.Map).Select(pair => pair.Key)];
    }

    private void Follow(IReadOnlyList<string> tensors)
    {
        ImageInput image = model.ImageInput;
        int rowAxis = image.Shape.Layout == TensorLayout.Nchw ? 2 : 1;
        _places[image.Name] = new Places.Map(rowAxis, rowAxis + 1, FieldAxis.OfPixels, FieldAxis.OfPixels);
        HashSet<string> needed = model.Graph.Ancestors(tensors);
        foreach (NodeProto node in model.Graph.Dependents([image.Name]).Where(node => node.Output.Any(needed.Contains)))
        {
            (Places places, IReadOnlyList<PlaceRead> reads) = After(node);
            foreach (string output in node.Output)
            {
                _places[output] = places;
                _reads.Add((output, reads));
            }
        }
    }

    private int[]? ShapeOf(string tensor) =>
        model.ShapeOf(tensor) ?? (tensor == model.ImageInput.Name ? model.ImageInput.Shape.Dimensions(1) : null);

    private PlacesOfNode After(NodeProto node)
    {
        if (!OnnxGraph.InputsOf(node).Any(input => _places.GetValueOrDefault(input, Places.None) != Places.None))
        {
            return PlacesOfNode.None;
        }

        if (node.QualifiedType() != node.OpType || HidePlaces.Contains(node.OpType))
        {
            return PlacesOfNode.Unknown;
        }

        if (ForgetPlaces.Contains(node.OpType))
        {
            return PlacesOfNode.None;
        }

        Places given = _places.GetValueOrDefault(node.Input[0], Places.None);
        int[]? before = ShapeOf(node.Input[0]);
        int[]? after = ShapeOf(node.Output[0]);
        return (node.OpType, given, before, after) switch
        {
            (_, _, _, null) => PlacesOfNode.Unknown,
            ("Conv" or "ConvTranspose" or "QLinearConv" or "ConvInteger" or "MaxPool" or "AveragePool" or "LpPool", Places.Map map, not null, _) =>
                Through(node, map, WindowNode.Steps(node, map, model.Graph, before, after)),
            ("Resize" or "Upsample", Places.Map map, not null, _) => Through(node, map, ResizeNode.Steps(node, map, model, before, after)),
            ("Pad" or "Slice", Places.Map map, not null, _) => Through(node, map, CutNode.Steps(node, map, model, before, after)),
            ("SpaceToDepth", Places.Map map, _, _) => Through(node, map, Blocks((int)node.Int("blocksize", 1))),
            ("DepthToSpace", Places.Map map, _, _) => Through(node, map, Unblocked((int)node.Int("blocksize", 1))),
            ("Transpose", Places.Map map, not null, _) => Transposed(node, map),
            ("Reshape", Places.Map map, not null, _) => Reshaped(node, map, before, after),
            ("Reshape", _, _, _) => Regrouped(node, after),
            _ => Together(node, after),
        };
    }

    private static PlaceSteps Blocks(int size)
    {
        var step = new WindowStep(size, size, Dilation: 1, Padding: 0);
        return new PlaceSteps(step, step);
    }

    private static PlaceSteps Unblocked(int size)
    {
        var step = new TransposedWindowStep(size, size, Dilation: 1, Padding: 0);
        return new PlaceSteps(step, step);
    }

    private PlacesOfNode Through(NodeProto node, Places.Map map, PlaceSteps? steps) => steps is null
        ? PlacesOfNode.Unknown
        : new PlacesOfNode(map with { Rows = steps.Rows.Of(map.Rows), Columns = steps.Columns.Of(map.Columns) }, [Read(node.Input[0], map, steps)]);

    /// <summary>The same places, on other axes.</summary>
    private PlacesOfNode Kept(string source, Places.Map map, int rowAxis, int columnAxis) =>
        new(map with { RowAxis = rowAxis, ColumnAxis = columnAxis }, [Read(source, map, PlaceSteps.Same)]);

    private PlaceRead Read(string source, Places.Map map, PlaceSteps steps)
    {
        int[] shape = ShapeOf(source)!;
        return new PlaceRead(source, shape[map.RowAxis], shape[map.ColumnAxis], steps);
    }

    private PlacesOfNode Transposed(NodeProto node, Places.Map map)
    {
        List<long> order = [.. node.Ints("perm")];
        return order.Count == 0 ? PlacesOfNode.Unknown : Kept(node.Input[0], map, order.IndexOf(map.RowAxis), order.IndexOf(map.ColumnAxis));
    }

    /// <summary>A Reshape that divides or joins other axes leaves places as they are.</summary>
    private PlacesOfNode Reshaped(NodeProto node, Places.Map map, int[] before, int[] after)
    {
        if (map.ColumnAxis != map.RowAxis + 1)
        {
            return PlacesOfNode.Unknown;
        }

        int ahead = before[..map.RowAxis].Aggregate(1, (product, size) => product * size);
        int product = 1;
        for (int axis = 0; axis + 1 < after.Length; product *= after[axis++])
        {
            if (product == ahead && after[axis] == before[map.RowAxis] && after[axis + 1] == before[map.ColumnAxis])
            {
                return Kept(node.Input[0], map, axis, axis + 1);
            }
        }

        return after.Count(size => size > 1) <= 1 ? PlacesOfNode.None : PlacesOfNode.Unknown;
    }

    /// <summary>PyTorch's exporter writes a group normalisation as a Reshape, a normalisation and a Reshape back.</summary>
    private PlacesOfNode Regrouped(NodeProto node, int[] after)
    {
        string source = node.Input[0];
        while (model.Graph.Producer(source) is { OpType: "Reshape" or "InstanceNormalization" } earlier)
        {
            source = earlier.Input[0];
            if (ShapeOf(source) is { } shape && shape.AsSpan().SequenceEqual(after) && _places.GetValueOrDefault(source) is Places.Map map)
            {
                return Kept(source, map, map.RowAxis, map.ColumnAxis);
            }
        }

        return PlacesOfNode.Unknown;
    }

    /// <summary>Operators that work place by place: all their inputs must lie on the image in the same way.</summary>
    private PlacesOfNode Together(NodeProto node, int[] after)
    {
        Places.Map? union = null;
        var reads = new List<PlaceRead>();
        foreach (string input in OnnxGraph.InputsOf(node))
        {
            Places places = _places.GetValueOrDefault(input, Places.None);
            if (places == Places.Unknown)
            {
                return PlacesOfNode.Unknown;
            }

            if (places is not Places.Map map || ShapeOf(input) is not { } before || IsForAllPlaces(map, before, after))
            {
                continue;
            }

            if (IsAverage(node, map, before.Length))
            {
                return PlacesOfNode.None;
            }

            if (!KeepsPlaces(node, map, before, after) || Union(union, map) is not { } both)
            {
                return PlacesOfNode.Unknown;
            }

            union = both;
            reads.Add(Read(input, map, PlaceSteps.Same));
        }

        return union is null ? PlacesOfNode.None : new PlacesOfNode(union, reads);
    }

    private static Places.Map? Union(Places.Map? one, Places.Map other)
    {
        if (one is null)
        {
            return other;
        }

        return (one.RowAxis, one.ColumnAxis) == (other.RowAxis, other.ColumnAxis)
            && one.Rows.Union(other.Rows) is { } rows
            && one.Columns.Union(other.Columns) is { } columns
            ? one with { Rows = rows, Columns = columns }
            : null;
    }

    /// <summary>One cell that is broadcast to all: the weights of squeeze-and-excitation, for example.</summary>
    private static bool IsForAllPlaces(Places.Map map, int[] before, int[] after) =>
        before.Length == after.Length
        && (before[map.RowAxis], before[map.ColumnAxis]) == (1, 1)
        && (after[map.RowAxis], after[map.ColumnAxis]) != (1, 1);

    /// <summary>A reduction over all rows and columns: what is left is the same for all places.</summary>
    private bool IsAverage(NodeProto node, Places.Map map, int rank)
    {
        if (!node.OpType.StartsWith("Reduce", StringComparison.Ordinal) || (node.Has("axes") ? node.Ints("axes") : ConstantIntegers.Of(node, 1, model)) is not { } axes)
        {
            return false;
        }

        HashSet<long> reduced = [.. axes.Select(axis => axis < 0 ? axis + rank : axis)];
        return reduced.Count == 0 || (reduced.Contains(map.RowAxis) && reduced.Contains(map.ColumnAxis));
    }

    private bool KeepsPlaces(NodeProto node, Places.Map map, int[] before, int[] after)
    {
        if (before.Length != after.Length || before[map.RowAxis] != after[map.RowAxis] || before[map.ColumnAxis] != after[map.ColumnAxis])
        {
            return false;
        }

        return node.OpType switch
        {
            "Softmax" or "LogSoftmax" or "Concat" or "Split" => !IsAxisOf(map, node, after.Length),
            "MatMul" => map.ColumnAxis < after.Length - 1 && node.Input.Count(input => _places.ContainsKey(input)) == 1,
            _ => true,
        };
    }

    private static bool IsAxisOf(Places.Map map, NodeProto node, int rank)
    {
        long axis = node.Int("axis", node.OpType is "Split" ? 0 : -1);
        axis = axis < 0 ? axis + rank : axis;
        return axis == map.RowAxis || axis == map.ColumnAxis;
    }
}
