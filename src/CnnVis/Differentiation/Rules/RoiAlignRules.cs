namespace CnnVis.Differentiation.Rules;

/// <summary>
/// Gradients of RoiAlign. Its means of bilinear samples are linear in the image and work along each axis by itself:
/// y = A x B' for each region, with a matrix A [bins, rows] and a matrix B [bins, columns], so that dx = sum over regions of A' dy B.
/// </summary>
internal static class RoiAlignRules
{
    public static GraphValue Input(GradientScope g)
    {
        if (g.Text("mode", "avg") is var mode and not "avg")
        {
            throw g.Unsupported($"its mode is '{mode}', for which ONNX Runtime and the standard disagree");
        }

        BatchedShape x = g.InputShape(0);
        BatchedShape y = g.OutputShape();
        (int channels, int height, int width, int binsAcross) = (x[1], x[2], x[3], y[3]);
        GraphValue ofRows = g.Op("Unsqueeze", [g.Transpose(Matrices(g, axis: 1, y[2], height), [0, 2, 1]), g.List(1)]);
        GraphValue lines = g.Transpose(g.Op("MatMul", [ofRows, g.Dy]), [1, 2, 0, 3]);
        GraphValue ofColumns = RegionsOfImages(g, x) * Matrices(g, axis: 0, binsAcross, width);
        // Regions and their bins are one long axis, which the product sums over: a region adds to its own image only.
        GraphValue product = g.Op(
            "MatMul",
            [g.Op("Reshape", [lines, g.List(channels * height, -1)]), g.Op("Reshape", [ofColumns, g.List(0, -1, width)])]);
        return g.Reshape(product, x);
    }

    /// <summary>Boxes are taken as given, as in PyTorch: no gradient flows to where a region lies.</summary>
    public static GraphValue Regions(GradientScope g) => g.NoGradient(input: 1);

    /// <summary>For each image [N, R, 1, 1] which regions are cut from it.</summary>
    private static GraphValue RegionsOfImages(GradientScope g, BatchedShape x)
    {
        GraphValue isOfImage = g.Equal(PixelRows.ImageNumbers(g, x), g.Op("Unsqueeze", [g.X(2), g.List(0)]));
        return g.Op("Unsqueeze", [g.ToFloat(isOfImage), g.List(2, 3)]);
    }

    /// <summary>For each region the weights [R, bins, places] of an axis's places in the bins' means.</summary>
    private static GraphValue Matrices(GradientScope g, int axis, int bins, int size)
    {
        GraphValue corners = g.X(1) * g.Float("spatial_scale", 1);
        bool isHalfPixel = g.Text("coordinate_transformation_mode", g.Opset < 16 ? "output_half_pixel" : "half_pixel") == "half_pixel";
        GraphValue start = Corner(g, corners, axis) + (isHalfPixel ? -0.5f : 0);
        GraphValue length = Corner(g, corners, axis + 2) - Corner(g, corners, axis);
        length = isHalfPixel ? length : g.Op("Max", [length, g.Constant(1)]);
        GraphValue bin = length / bins;
        (GraphValue samples, GraphValue count) = Samples(g, bin);
        GraphValue position = start + g.Constant(Numbers(bins), 1, bins, 1) * bin + (samples + 0.5f) * bin / count;
        GraphValue counts = !((position < -1) | (position > size)) & (samples < count);
        GraphValue inside = g.Op("Unsqueeze", [g.Op("Clip", [position, g.Constant(0), g.Constant(size - 1)]), g.List(3)]);
        GraphValue shares = g.Op("Max", [1 - (inside - g.Constant(Numbers(size), 1, 1, 1, size)).Unary("Abs"), g.Constant(0)]);
        GraphValue kept = g.Where(g.Op("Unsqueeze", [counts, g.List(3)]), shares);
        return g.Op("ReduceSum", [kept, g.List(2)], ("keepdims", 0L)) / g.Op("Max", [count, g.Constant(1)]);
    }

    /// <summary>The samples of a bin and their count [R, 1, 1]: as asked for, or one for each place that the bin covers.</summary>
    private static (GraphValue Samples, GraphValue Count) Samples(GradientScope g, GraphValue bin)
    {
        if (g.Int("sampling_ratio", 0) is > 0 and var ratio)
        {
            return (g.Constant(Numbers((int)ratio), 1, 1, ratio), g.Constant(ratio));
        }

        GraphValue count = bin.Unary("Ceil");
        GraphValue most = g.Op("Max", [g.Op("ReduceMax", [count], ("keepdims", 0L)), g.Constant(1)]);
        GraphValue samples = g.Op("Range", [g.Constant(0), most, g.Constant(1)]);
        return (g.Op("Reshape", [samples, g.List(1, 1, -1)]), count);
    }

    private static GraphValue Corner(GradientScope g, GraphValue corners, int place) =>
        g.Op("Unsqueeze", [PaddingRules.Take(g, corners, [1], [place], [1]), g.List(2)]);

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (float)i)];
}
