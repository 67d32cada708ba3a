using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>What a change of size does to places.</summary>
internal static class ResizeNode
{
    public static Places Apply(NodeProto node, Places.Map map, CnnModel model, int[] before, int[] after)
    {
        string mode = node.Text("mode", "nearest");
        string coordinates = node.OpType == "Upsample" || model.Opset < 11 ? "asymmetric" : node.Text("coordinate_transformation_mode", "half_pixel");
        // Nearest neighbours rounded down: the copies of a cell share its square.
        bool sharesSquares = mode == "nearest" && (node.OpType == "Upsample" || model.Opset < 11 || node.Text("nearest_mode", "round_prefer_floor") == "floor");
        double[]? scales = Scales(node, model, before, after);
        return coordinates == "tf_crop_and_resize" || scales is null
            ? Places.Unknown
            : map with { Rows = Along(map.RowAxis, map.Rows), Columns = Along(map.ColumnAxis, map.Columns) };

        FieldAxis Along(int axis, FieldAxis field)
        {
            double reach = mode switch { "nearest" => 1, "cubic" => 4, _ => 2 } * (node.Int("antialias", 0) == 1 ? Math.Max(1, 1 / scales[axis]) : 1);
            return coordinates switch
            {
                "align_corners" => field.Resampled(after[axis] > 1 ? (before[axis] - 1.0) / (after[axis] - 1) : 0, offset: 0, reach),
                "asymmetric" when !sharesSquares => field.Resampled(1 / scales[axis], offset: 0, reach),
                _ => field.Resampled(1 / scales[axis], (0.5 / scales[axis]) - 0.5, reach),
            };
        }
    }

    private static double[]? Scales(NodeProto node, CnnModel model, int[] before, int[] after)
    {
        if (node.Floats("scales") is { Count: > 0 } attribute)
        {
            return [.. attribute.Select(scale => (double)scale)];
        }

        int input = node.OpType == "Upsample" || model.Opset < 11 ? 1 : 2;
        string name = node.Input.Count > input ? node.Input[input] : "";
        return name.Length > 0 && model.ConstantFloats(name) is { } scales && scales.Length == before.Length
            ? [.. scales.Select(scale => (double)scale)]
            : [.. after.Zip(before, (now, then) => (double)now / then)];
    }
}
