using CnnVis.Runtime.Kernels;

namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of pooling by maxima. A tie goes to the first element in scan order, as in PyTorch.</summary>
internal static class MaxPoolingRules
{
    public static GraphValue Input(GradientScope g)
    {
        ConvolutionGeometry geometry = PoolingWindows.Geometry(g);
        if (g.UsesKernels && geometry.Axes == 2)
        {
            return ByKernel(g, geometry);
        }

        return PoolingWindows.IsDisjoint(g, geometry) ? OfDisjointWindows(g, geometry) : ByIndices(g, geometry);
    }

    /// <summary>PyTorch exports it for max over height and width, whose gradient ties share evenly.</summary>
    public static GraphValue GlobalInput(GradientScope g)
    {
        GraphValue wins = g.ToFloat(g.Equal(g.X(0), g.Y));
        return wins * (g.Dy / g.Sum(wins, PoolingWindows.SpatialAxes(g.InputShape(0))));
    }

    /// <summary>dx = dy at the places, counted over the whole tensor, to which MaxUnpool put the elements.</summary>
    public static GraphValue Unpooled(GradientScope g) => g.Op("Gather", [g.Op("Reshape", [g.Dy, g.List(-1)]), g.X(1)]);

    private static GraphValue ByKernel(GradientScope g, ConvolutionGeometry geometry) => g.Kernel(
        MaxPoolGradientKernel.Operator,
        [g.Dy, g.X(0)],
        ("kernel_shape", geometry.KernelAttribute),
        ("strides", geometry.StridesAttribute),
        ("dilations", geometry.DilationsAttribute),
        ("pads", geometry.PadsAttribute),
        ("channels", (long)g.InputShape(0)[1]),
        ("size", g.InputShape(0).SpatialSizes),
        ("small_size", g.OutputShape().SpatialSizes));

    /// <summary>
    /// Among the elements that equal their window's maximum, each has a rank by its place in the window; the first has the highest, so
    /// pooling the ranks finds the one that takes the gradient.
    /// </summary>
    private static GraphValue OfDisjointWindows(GradientScope g, ConvolutionGeometry geometry)
    {
        GraphValue isMaximum = g.Equal(g.X(0), PoolingWindows.Enlarged(g, g.Y, geometry));
        GraphValue ranks = g.Where(isMaximum, Ranks(g, geometry));
        GraphValue highest = g.Op("MaxPool", [ranks], ("kernel_shape", geometry.KernelAttribute), ("strides", geometry.StridesAttribute));
        GraphValue isFirst = g.Equal(ranks, PoolingWindows.Enlarged(g, highest, geometry));
        return g.Where(isFirst, PoolingWindows.Enlarged(g, g.Dy, geometry));
    }

    private static GraphValue Ranks(GradientScope g, ConvolutionGeometry geometry)
    {
        int[] sizes = [.. g.InputShape(0).Sizes.Skip(2)];
        int places = geometry.Kernel.Aggregate(1, (product, size) => product * size);
        float[] ranks = new float[sizes.Aggregate(1, (product, size) => product * size)];
        for (int i = 0; i < ranks.Length; i++)
        {
            int rest = i;
            int place = 0;
            int stride = 1;
            for (int axis = geometry.Axes - 1; axis >= 0; axis--)
            {
                place += rest % sizes[axis] % geometry.Kernel[axis] * stride;
                stride *= geometry.Kernel[axis];
                rest /= sizes[axis];
            }

            ranks[i] = places - place;
        }

        return g.Constant(ranks, [1, 1, .. sizes.Select(size => (long)size)]);
    }

    /// <summary>
    /// Overlapping windows: a second MaxPool says where each maximum lies, counted over the whole tensor, and dy is added there. A second
    /// one, because the indices would cost the forward pass its fast kernel.
    /// </summary>
    private static GraphValue ByIndices(GradientScope g, ConvolutionGeometry geometry)
    {
        GraphValue indices = g.Outputs(
            "MaxPool",
            [g.X(0)],
            outputs: 2,
            ("kernel_shape", geometry.KernelAttribute),
            ("strides", geometry.StridesAttribute),
            ("dilations", geometry.DilationsAttribute),
            ("pads", geometry.PadsAttribute),
            ("ceil_mode", g.Int("ceil_mode", 0)))[1];
        GraphValue zeros = g.Op("Reshape", [g.Zeros(g.InputShape(0)), g.List(-1)]);
        GraphValue added = g.Op(
            "ScatterElements",
            [zeros, g.Op("Reshape", [indices, g.List(-1)]), g.Op("Reshape", [g.Dy, g.List(-1)])],
            ("axis", 0L),
            ("reduction", "add"));
        return g.ReshapeToX(added);
    }
}
