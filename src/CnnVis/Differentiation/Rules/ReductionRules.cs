namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of reductions.</summary>
internal static class ReductionRules
{
    /// <summary>A value of the output's shape repeated over the axes that were reduced.</summary>
    public static GraphValue Spread(GradientScope g, GraphValue value) => g.Expand(g.Reshape(value, Kept(g)), g.InputShape(0));

    public static float Count(GradientScope g) => Axes(g).Aggregate(1f, (count, axis) => count * g.InputShape(0)[axis]);

    /// <summary>The gradient goes to the elements that have the value; several share it evenly.</summary>
    public static GraphValue SharedByTies(GradientScope g)
    {
        GraphValue wins = g.ToFloat(g.Equal(g.X(0), g.Reshape(g.Y, Kept(g))));
        return wins * (g.Reshape(g.Dy, Kept(g)) / g.Sum(wins, Axes(g)));
    }

    /// <summary>
    /// The product of all others. Dividing by x would fail at zeros, so: without a zero y/x; with one zero it gets the product of the rest;
    /// with two all are 0.
    /// </summary>
    public static GraphValue Product(GradientScope g)
    {
        GraphValue isZero = g.Equal(g.X(0), g.Constant(0));
        GraphValue zeros = g.Sum(g.ToFloat(isZero), Axes(g));
        GraphValue nonZero = g.Where(isZero, g.Constant(1), g.X(0));
        GraphValue productOfNonZero = g.Reduce("ReduceProd", nonZero, Axes(g));
        GraphValue atOthers = g.Where(zeros < 0.5f, productOfNonZero / nonZero);
        GraphValue atZero = g.Where(zeros < 1.5f, productOfNonZero);
        return g.Reshape(g.Dy, Kept(g)) * g.Where(isZero, atZero, atOthers);
    }

    /// <summary>dx = dy x / y, and 0 where the norm is 0.</summary>
    public static GraphValue L2(GradientScope g)
    {
        GraphValue norm = g.Reshape(g.Y, Kept(g));
        return g.Where(norm > 0, g.X(0) * (g.Reshape(g.Dy, Kept(g)) / norm));
    }

    /// <summary>The transposed sum runs the other way.</summary>
    public static GraphValue CumulativeSum(GradientScope g) =>
        g.Op("CumSum", [g.Dy, g.X(1)], ("exclusive", g.Int("exclusive", 0)), ("reverse", 1 - g.Int("reverse", 0)));

    public static int[] Axes(GradientScope g)
    {
        BatchedShape shape = g.InputShape(0);
        long[] axes = g.IntsOf("axes", 1) ?? [];
        return axes.Length > 0 ? [.. axes.Select(shape.Axis)]
            : g.Int("noop_with_empty_axes", 0) == 1 ? []
            : [.. Enumerable.Range(0, shape.Rank)];
    }

    /// <summary>The output's shape with the reduced axes kept as 1.</summary>
    private static BatchedShape Kept(GradientScope g)
    {
        BatchedShape shape = g.InputShape(0);
        int[] axes = Axes(g);
        int? batch = shape.BatchAxis is { } axis && !axes.Contains(axis) ? axis : null;
        return new BatchedShape([.. shape.Sizes.Select((size, i) => axes.Contains(i) ? 1 : size)], batch);
    }
}
