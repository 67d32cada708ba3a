namespace CnnVis.Tests.Differentiation;

internal static partial class NaiveOps
{
    /// <summary>The weight of each input place for an output place is the product of its weights along the axes.</summary>
    private static double[]?[]? Resize(NaiveNode node)
    {
        string mode = node.Text("mode", "nearest");
        string coordinates = node.Text("coordinate_transformation_mode", node.Opset < 11 ? "asymmetric" : "half_pixel");
        if (mode == "cubic" || coordinates == "tf_crop_and_resize" || node.Int("antialias", 0) == 1)
        {
            return null;
        }

        NaiveTensor x = node.X[0];
        double[][][] weights = [.. Enumerable.Range(0, x.Rank).Select(axis => AlongAxis(node, axis, mode, coordinates))];
        var dx = NaiveTensor.Zeros(x.Shape);
        foreach (int[] y in node.Dy.Indices())
        {
            foreach (int[] place in x.Indices())
            {
                double weight = 1;
                for (int axis = 0; axis < x.Rank; axis++)
                {
                    weight *= weights[axis][y[axis]][place[axis]];
                }

                dx[place] += weight * node.Dy[y];
            }
        }

        return [dx.Values, .. node.X.Skip(1).Select(_ => (double[]?)null)];
    }

    private static double[][] AlongAxis(NaiveNode node, int axis, string mode, string coordinates)
    {
        int size = node.X[0].Shape[axis];
        int resized = node.Dy.Shape[axis];
        double scale = ScaleOf(node, axis) ?? (double)resized / size;
        var weights = new double[resized][];
        for (int to = 0; to < resized; to++)
        {
            weights[to] = new double[size];
            double from = scale == 1 ? to : Original(coordinates, to, scale, size, resized);
            if (mode == "nearest")
            {
                weights[to][Math.Clamp(Rounded(node, from, scale), 0, size - 1)] = 1;
                continue;
            }

            from = Math.Clamp(from, 0, size - 1);
            int below = (int)Math.Floor(from);
            weights[to][below] += 1 - (from - below);
            weights[to][Math.Min(below + 1, size - 1)] += from - below;
        }

        return weights;
    }

    private static double Original(string coordinates, int to, double scale, int size, int resized) => coordinates switch
    {
        "asymmetric" => to / scale,
        "align_corners" => resized == 1 ? 0 : (double)to * (size - 1) / (resized - 1),
        "pytorch_half_pixel" => resized > 1 ? ((to + 0.5) / scale) - 0.5 : 0,
        "half_pixel_symmetric" => (size / 2.0 * (1 - (resized / (scale * size)))) + ((to + 0.5) / scale) - 0.5,
        _ => ((to + 0.5) / scale) - 0.5,
    };

    private static int Rounded(NaiveNode node, double place, double scale) => node.Text("nearest_mode", LegacyRounding(node, scale)) switch
    {
        "floor" => (int)Math.Floor(place),
        "ceil" => (int)Math.Ceiling(place),
        "round_prefer_ceil" => (int)Math.Floor(place + 0.5),
        _ => (int)Math.Ceiling(place - 0.5),
    };

    // Opset 10 leaves the rounding open; ONNX Runtime rounds up where it shrinks.
    private static string LegacyRounding(NaiveNode node, double scale) => node.Opset >= 11 ? "" : scale < 1 ? "ceil" : "floor";

    private static double? ScaleOf(NaiveNode node, int axis)
    {
        int rank = node.X[0].Rank;
        int[] axes = node.Ints("axes") is { } given ? [.. given.Select(a => a < 0 ? a + rank : a)] : [.. Enumerable.Range(0, rank)];
        NaiveTensor scales = node.X[node.Opset < 11 ? 1 : 2];
        int position = Array.IndexOf(axes, axis);
        return position < 0 ? 1 : scales.Values.Length > 0 ? (float)scales.Values[position] : null;
    }
}
