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

    public ReceptiveField? Of(string tensor)
    {
        ImageInput image = model.ImageInput;
        int rowAxis = image.Shape.Layout == TensorLayout.Nchw ? 2 : 1;
        _places[image.Name] = new Places.Map(rowAxis, rowAxis + 1, FieldAxis.OfPixels, FieldAxis.OfPixels);
        HashSet<string> needed = model.Graph.Ancestors([tensor]);
        foreach (NodeProto node in model.Graph.Dependents([image.Name]).Where(node => node.Output.Any(needed.Contains)))
        {
            Places after = After(node);
            foreach (string output in node.Output)
            {
                _places[output] = after;
            }
        }

        return _places.GetValueOrDefault(tensor) is Places.Map map ? new ReceptiveField(map.Rows, map.Columns) : null;
    }

    private Places After(NodeProto node)
    {
        if (node.QualifiedType() != node.OpType || HidePlaces.Contains(node.OpType))
        {
            return Places.Unknown;
        }

        if (ForgetPlaces.Contains(node.OpType) || !OnnxGraph.InputsOf(node).Any(input => _places.GetValueOrDefault(input, Places.None) != Places.None))
        {
            return Places.None;
        }

        Places given = _places.GetValueOrDefault(node.Input[0], Places.None);
        int[]? before = model.ShapeOf(node.Input[0]) ?? (node.Input[0] == model.ImageInput.Name ? model.ImageInput.Shape.Dimensions(1) : null);
        int[]? after = model.ShapeOf(node.Output[0]);
        return (node.OpType, given, before, after) switch
        {
            (_, _, _, null) => Places.Unknown,
            ("Conv" or "ConvTranspose" or "MaxPool" or "AveragePool" or "LpPool", Places.Map map, not null, _) => WindowNode.Apply(node, map, model.Graph, before, after),
            ("Resize" or "Upsample", Places.Map map, not null, _) => ResizeNode.Apply(node, map, model, before, after),
            ("Pad" or "Slice", Places.Map map, not null, _) => CutNode.Apply(node, map, model, before, after),
            ("SpaceToDepth", Places.Map map, _, _) => Blocks(map, (int)node.Int("blocksize", 1)),
            ("DepthToSpace", Places.Map map, _, _) => Unblocked(map, (int)node.Int("blocksize", 1)),
            ("Transpose", Places.Map map, not null, _) => Transposed(map, node.Ints("perm")),
            ("Reshape", Places.Map map, not null, _) => Reshaped(map, before, after),
            ("Reshape", _, _, _) => Regrouped(node, after),
            _ => Together(node, after),
        };
    }

    private static Places.Map Blocks(Places.Map map, int size) =>
        map with { Rows = map.Rows.Window(size, size, 1, 0), Columns = map.Columns.Window(size, size, 1, 0) };

    private static Places.Map Unblocked(Places.Map map, int size) =>
        map with { Rows = map.Rows.TransposedWindow(size, size, 1, 0), Columns = map.Columns.TransposedWindow(size, size, 1, 0) };

    private static Places Transposed(Places.Map map, IReadOnlyList<long> order) => order.Count == 0
        ? Places.Unknown
        : map with { RowAxis = order.ToList().IndexOf(map.RowAxis), ColumnAxis = order.ToList().IndexOf(map.ColumnAxis) };

    /// <summary>A Reshape that divides or joins other axes leaves places as they are.</summary>
    private static Places Reshaped(Places.Map map, int[] before, int[] after)
    {
        if (map.ColumnAxis != map.RowAxis + 1)
        {
            return Places.Unknown;
        }

        int ahead = before[..map.RowAxis].Aggregate(1, (product, size) => product * size);
        int product = 1;
        for (int axis = 0; axis + 1 < after.Length; product *= after[axis++])
        {
            if (product == ahead && after[axis] == before[map.RowAxis] && after[axis + 1] == before[map.ColumnAxis])
            {
                return map with { RowAxis = axis, ColumnAxis = axis + 1 };
            }
        }

        return after.Count(size => size > 1) <= 1 ? Places.None : Places.Unknown;
    }

    /// <summary>PyTorch's exporter writes a group normalisation as a Reshape, a normalisation and a Reshape back.</summary>
    private Places Regrouped(NodeProto node, int[] after)
    {
        string source = node.Input[0];
        while (model.Graph.Producer(source) is { OpType: "Reshape" or "InstanceNormalization" } earlier)
        {
            source = earlier.Input[0];
            if (model.ShapeOf(source) is { } shape && shape.AsSpan().SequenceEqual(after) && _places.GetValueOrDefault(source) is Places.Map map)
            {
                return map;
            }
        }

        return _places.GetValueOrDefault(node.Input[0], Places.None) == Places.None ? Places.None : Places.Unknown;
    }

    /// <summary>Operators that work place by place: all their inputs must lie on the image in the same way.</summary>
    private Places Together(NodeProto node, int[] after)
    {
        Places.Map? union = null;
        foreach (string input in OnnxGraph.InputsOf(node))
        {
            Places places = _places.GetValueOrDefault(input, Places.None);
            if (places == Places.Unknown)
            {
                return Places.Unknown;
            }

            if (places is Places.Map map)
            {
                if (!KeepsPlaces(node, map, model.ShapeOf(input), after) || Union(union, map) is not { } both)
                {
                    return Places.Unknown;
                }

                union = both;
            }
        }

        return union is null || (after[union.RowAxis] == 1 && after[union.ColumnAxis] == 1) ? Places.None : union;
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

    private bool KeepsPlaces(NodeProto node, Places.Map map, int[]? before, int[] after)
    {
        if (before is not null && before.Length != after.Length)
        {
            return false;
        }

        bool sameSize = before is null || (before[map.RowAxis] == after[map.RowAxis] && before[map.ColumnAxis] == after[map.ColumnAxis]);
        return node.OpType switch
        {
            "Softmax" or "LogSoftmax" or "Concat" or "Split" => sameSize && !IsAxisOf(map, node, after.Length),
            "MatMul" => sameSize && map.ColumnAxis < after.Length - 1 && node.Input.Count(input => _places.ContainsKey(input)) == 1,
            "ReduceMean" or "ReduceMax" or "ReduceSum" => sameSize || (after[map.RowAxis] == 1 && after[map.ColumnAxis] == 1),
            _ => sameSize,
        };
    }

    private static bool IsAxisOf(Places.Map map, NodeProto node, int rank)
    {
        long axis = node.Int("axis", node.OpType is "Split" ? 0 : -1);
        axis = axis < 0 ? axis + rank : axis;
        return axis == map.RowAxis || axis == map.ColumnAxis;
    }
}
