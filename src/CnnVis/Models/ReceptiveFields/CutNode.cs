using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>What padding and slicing do to places.</summary>
internal static class CutNode
{
    public static PlaceSteps? Steps(NodeProto node, Places.Map map, CnnModel model, int[] before, int[] after)
    {
        if (before.AsSpan().SequenceEqual(after))
        {
            return PlaceSteps.Same;
        }

        return (node.OpType == "Pad" ? Padding(node, model, before.Length) : Slices(node, model, before)) is { } steps
            ? new PlaceSteps(steps[map.RowAxis], steps[map.ColumnAxis])
            : null;
    }

    private static AxisStep[]? Padding(NodeProto node, CnnModel model, int rank)
    {
        IReadOnlyList<long>? pads = node.Has("pads") ? node.Ints("pads") : ConstantIntegers.Of(node, 1, model);
        bool someAxes = node.Input.Count > 3 && node.Input[3].Length > 0;
        string mode = node.Text("mode", "constant");
        return pads is null || someAxes
            ? null
            : [.. pads.Take(rank).Select(AxisStep (pad) => mode == "constant" ? new SlicedStep(-(int)pad, 1) : new RepeatedPaddingStep((int)pad, mode))];
    }

    private static AxisStep[]? Slices(NodeProto node, CnnModel model, int[] before)
    {
        IReadOnlyList<long>? starts = node.Has("starts") ? node.Ints("starts") : ConstantIntegers.Of(node, 1, model);
        bool isOld = node.Has("starts");
        IReadOnlyList<long>? axes = isOld ? node.Ints("axes") : ConstantIntegers.Of(node, 3, model);
        IReadOnlyList<long>? steps = isOld ? [] : ConstantIntegers.Of(node, 4, model);
        if (starts is null || axes is null || steps is null)
        {
            return null;
        }

        var cuts = new AxisStep[before.Length];
        Array.Fill(cuts, AxisStep.Same);
        for (int i = 0; i < starts.Count; i++)
        {
            int axis = (int)(axes.Count > 0 ? axes[i] : i);
            axis = axis < 0 ? axis + before.Length : axis;
            int step = steps.Count > 0 ? (int)steps[i] : 1;
            if (step < 0)
            {
                return null;
            }

            long first = starts[i] < 0 ? starts[i] + before[axis] : starts[i];
            cuts[axis] = new SlicedStep((int)Math.Clamp(first, 0, before[axis] - 1), step);
        }

        return cuts;
    }
}
