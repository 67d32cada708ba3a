using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>What a change of size does to places.</summary>
internal static class ResizeNode
{
    public static PlaceSteps? Steps(NodeProto node, Places.Map map, CnnModel model, int[] before, int[] after)
    {
        bool isOld = node.OpType == "Upsample" || model.Opset < 11;
        string mode = node.Text("mode", "nearest");
        string rounding = isOld ? "floor" : node.Text("nearest_mode", "round_prefer_floor");
        string coordinates = isOld ? "asymmetric" : node.Text("coordinate_transformation_mode", "half_pixel");
        double[]? scales = Scales(node, model, before, after);
        return coordinates == "tf_crop_and_resize" || scales is null ? null : new PlaceSteps(Along(map.RowAxis), Along(map.ColumnAxis));

        AxisStep Along(int axis)
        {
            double step = 1 / scales[axis];
            var kernel = new ResamplingKernel(mode, rounding, node.Int("antialias", 0) == 1 ? Math.Max(1, step) : 1);
            return coordinates switch
            {
                "align_corners" => new ResampledStep(after[axis] > 1 ? (before[axis] - 1.0) / (after[axis] - 1) : 0, Offset: 0, kernel, SharesSquares: false),
                "asymmetric" => new ResampledStep(step, Offset: 0, kernel, SharesSquares: mode == "nearest" && rounding == "floor"),
                "pytorch_half_pixel" when after[axis] == 1 => new ResampledStep(step, Offset: 0, kernel, SharesSquares: false),
                _ => new ResampledStep(step, (0.5 * step) - 0.5, kernel, SharesSquares: false),
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
