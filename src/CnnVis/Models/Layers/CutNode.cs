using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>What padding and slicing do to places.</summary>
internal static class CutNode
{
    public static Places Apply(NodeProto node, Places.Map map, CnnModel model, int[] before, int[] after)
    {
        if (before.AsSpan().SequenceEqual(after))
        {
            return map;
        }

        return (node.OpType == "Pad" ? Padding(node, model, before.Length) : Slices(node, model, before)) is { } cuts
            ? map with
            {
                Rows = map.Rows.Sliced(cuts[map.RowAxis].First, cuts[map.RowAxis].Step),
                Columns = map.Columns.Sliced(cuts[map.ColumnAxis].First, cuts[map.ColumnAxis].Step),
            }
            : Places.Unknown;
    }

    private static (int First, int Step)[]? Padding(NodeProto node, CnnModel model, int rank)
    {
        IReadOnlyList<long>? pads = node.Has("pads") ? node.Ints("pads") : Integers(node, 1, model);
        bool someAxes = node.Input.Count > 3 && node.Input[3].Length > 0;
        return pads is null || someAxes ? null : [.. Enumerable.Range(0, rank).Select(axis => (-(int)pads[axis], 1))];
    }

    private static (int First, int Step)[]? Slices(NodeProto node, CnnModel model, int[] before)
    {
        IReadOnlyList<long>? starts = node.Has("starts") ? node.Ints("starts") : Integers(node, 1, model);
        bool isOld = node.Has("starts");
        IReadOnlyList<long>? axes = isOld ? node.Ints("axes") : Integers(node, 3, model);
        IReadOnlyList<long>? steps = isOld ? [] : Integers(node, 4, model);
        if (starts is null || axes is null || steps is null)
        {
            return null;
        }

        var cuts = new (int First, int Step)[before.Length];
        Array.Fill(cuts, (0, 1));
        for (int i = 0; i < starts.Count; i++)
        {
            int axis = (int)(axes.Count > 0 ? axes[i] : i);
            axis = axis < 0 ? axis + before.Length : axis;
            int step = steps.Count > 0 ? (int)steps[i] : 1;
            long first = starts[i] < 0 ? starts[i] + before[axis] : starts[i];
            cuts[axis] = ((int)Math.Clamp(first, 0, before[axis] - 1), step);
        }

        return cuts.All(cut => cut.Step > 0) ? cuts : null;
    }

    /// <summary>The numbers of a constant input; none where it is left out, null where they are computed.</summary>
    private static IReadOnlyList<long>? Integers(NodeProto node, int input, CnnModel model)
    {
        if (node.Input.Count <= input || node.Input[input].Length == 0)
        {
            return [];
        }

        return model.ConstantFloats(node.Input[input]) is { } values ? [.. values.Select(value => (long)value)] : null;
    }
}
