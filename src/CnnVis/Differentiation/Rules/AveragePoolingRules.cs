namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of pooling by means and by norms.</summary>
internal static class AveragePoolingRules
{
    public static GraphValue Input(GradientScope g)
    {
        ConvolutionGeometry geometry = PoolingWindows.Geometry(g);
        GraphValue share = g.Dy / Divisor(g, geometry);
        return PoolingWindows.IsDisjoint(g, geometry) ? PoolingWindows.Enlarged(g, share, geometry) : PoolingWindows.SpreadOverWindows(g, share, geometry);
    }

    /// <summary>y = (sum |x|^p)^(1/p) over the window</summary>
    public static GraphValue LpInput(GradientScope g)
    {
        ConvolutionGeometry geometry = PoolingWindows.Geometry(g);
        float p = g.Int("p", 2);
        return PowerOfX(g, p) * PoolingWindows.SpreadOverWindows(g, PowerOfY(g, p), geometry);
    }

    public static GraphValue GlobalLpInput(GradientScope g)
    {
        float p = g.Int("p", 2);
        return PowerOfX(g, p) * PowerOfY(g, p);
    }

    /// <summary>dy y^(1-p), 0 where the norm is 0</summary>
    private static GraphValue PowerOfY(GradientScope g, float p) =>
        p == 1 ? g.Dy : g.Where(g.Y > 0, g.Dy * g.Y.Binary("Pow", g.Constant(1 - p)));

    /// <summary>sign(x) |x|^(p-1)</summary>
    private static GraphValue PowerOfX(GradientScope g, float p) => p switch
    {
        1 => g.X(0).Unary("Sign"),
        2 => g.X(0),
        _ => g.X(0).Unary("Sign") * g.X(0).Unary("Abs").Binary("Pow", g.Constant(p - 1)),
    };

    /// <summary>How many places each window counts: all of them, or those inside the image (or inside image and pads).</summary>
    private static GraphValue Divisor(GradientScope g, ConvolutionGeometry geometry)
    {
        bool countsPads = g.Int("count_include_pad", 0) == 1;
        int axes = geometry.Axes;
        int[][] counts = [.. Enumerable.Range(0, axes).Select(axis => Counts(g, geometry, axis, countsPads))];
        if (counts.All(axis => axis.All(count => count == axis[0])))
        {
            return g.Constant(counts.Aggregate(1f, (product, axis) => product * axis[0]));
        }

        // The count of a window is the product of its counts along the axes.
        float[] divisors = [1];
        foreach (int[] axis in counts)
        {
            divisors = [.. divisors.SelectMany(product => axis.Select(count => product * count))];
        }

        return g.Constant(divisors, [1, 1, .. counts.Select(axis => (long)axis.Length)]);
    }

    private static int[] Counts(GradientScope g, ConvolutionGeometry geometry, int axis, bool countsPads)
    {
        int first = countsPads ? -geometry.PadsBegin[axis] : 0;
        int last = g.InputShape(0)[axis + 2] - 1 + (countsPads ? geometry.PadsEnd[axis] : 0);
        int[] counts = new int[g.OutputShape()[axis + 2]];
        for (int window = 0; window < counts.Length; window++)
        {
            int start = (window * geometry.Strides[axis]) - geometry.PadsBegin[axis];
            counts[window] = Enumerable.Range(0, geometry.Kernel[axis])
                .Count(k => start + (k * geometry.Dilations[axis]) >= first && start + (k * geometry.Dilations[axis]) <= last);
        }

        return counts;
    }
}
