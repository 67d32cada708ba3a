namespace CnnVis.Differentiation.Rules;

/// <summary>What pooling rules share.</summary>
internal static class PoolingWindows
{
    public static ConvolutionGeometry Geometry(GradientScope g) => ConvolutionGeometry.Of(
        g,
        [.. g.Ints("kernel_shape").Select(size => (int)size)],
        [.. g.InputShape(0).Sizes.Skip(2)],
        [.. g.OutputShape().Sizes.Skip(2)]);

    public static float PlaceCount(GradientScope g) => g.InputShape(0).Sizes.Skip(2).Aggregate(1f, (count, size) => count * size);

    /// <summary>Shares a channel's value out among all its places: a product of a column and a row, which ONNX Runtime takes several times faster than Expand.</summary>
    public static GraphValue SpreadEvenly(GradientScope g)
    {
        BatchedShape image = g.InputShape(0);
        int places = (int)PlaceCount(g);
        float[] shares = [.. Enumerable.Repeat(1f / places, places)];
        GraphValue column = g.Reshape(g.Dy, new BatchedShape([.. image.Sizes.Take(2), 1], image.BatchAxis));
        return g.Reshape(g.Op("MatMul", [column, g.Constant(shares, 1, places)]), image);
    }

    public static int[] SpatialAxes(BatchedShape shape) => [.. Enumerable.Range(2, shape.Rank - 2)];

    /// <summary>Adds to each place of the input what the windows over it hold: the transpose of summing over windows.</summary>
    public static GraphValue SpreadOverWindows(GradientScope g, GraphValue value, ConvolutionGeometry geometry)
    {
        int channels = g.InputShape(0)[1];
        int places = geometry.Kernel.Aggregate(1, (product, size) => product * size);
        float[] ones = [.. Enumerable.Repeat(1f, channels * places)];
        var kernel = new ConvolutionKernel(ones, [channels, 1, .. geometry.Kernel], channels);
        return ConvolutionRules.WithKernel(g, value, WithEndPads(g, geometry), kernel);
    }

    /// <summary>With ceil_mode the last window may reach further than the pads say; its surplus counts as padding.</summary>
    public static ConvolutionGeometry WithEndPads(GradientScope g, ConvolutionGeometry geometry) => geometry with
    {
        PadsEnd =
        [
            .. Enumerable.Range(0, geometry.Axes).Select(axis =>
                geometry.PadsEnd[axis] + Math.Max(-geometry.OutputPadding(axis, g.InputShape(0)[axis + 2], g.OutputShape()[axis + 2]), 0)),
        ],
    };

    public static bool IsDisjoint(GradientScope g, ConvolutionGeometry geometry) => Enumerable.Range(0, geometry.Axes).All(axis =>
        geometry.Kernel[axis] == geometry.Strides[axis]
        && geometry.Dilations[axis] == 1
        && geometry.PadsBegin[axis] == 0
        && g.InputShape(0)[axis + 2] == geometry.Kernel[axis] * g.OutputShape()[axis + 2]);

    /// <summary>Repeats each place over its window, where windows lie side by side.</summary>
    public static GraphValue Enlarged(GradientScope g, GraphValue value, ConvolutionGeometry geometry) => g.Op(
        "Resize",
        [value, null, g.Constant([1, 1, .. geometry.Strides.Select(stride => (float)stride)], geometry.Axes + 2)],
        ("mode", "nearest"),
        ("coordinate_transformation_mode", "asymmetric"),
        ("nearest_mode", "floor"));
}
