namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of operators that move elements about.</summary>
internal static class ShapeRules
{
    public static GraphValue Transpose(GradientScope g)
    {
        int rank = g.InputShape(0).Rank;
        int[] permutation = g.HasAttribute("perm")
            ? [.. g.Ints("perm").Select(axis => (int)axis)]
            : [.. Enumerable.Range(0, rank).Reverse()];
        return g.Transpose(g.Dy, Enumerable.Range(0, rank).Select(axis => Array.IndexOf(permutation, axis)));
    }

    /// <summary>Each axis is taken apart into repeats and places, and the repeats are summed.</summary>
    public static GraphValue Tile(GradientScope g)
    {
        BatchedShape x = g.InputShape(0);
        int[] repeats = [.. Enumerable.Range(0, x.Rank).Select(axis => g.OutputShape()[axis] / x[axis])];
        int[] sizes = [.. Enumerable.Range(0, x.Rank).SelectMany(axis => new[] { repeats[axis], x[axis] })];
        int? batch = x.BatchAxis is { } axis ? (2 * axis) + 1 : null;
        GraphValue apart = g.Reshape(g.Dy, new BatchedShape(sizes, batch));
        return g.ReshapeToX(g.Sum(apart, Enumerable.Range(0, x.Rank).Select(i => 2 * i)));
    }

    public static GraphValue Concat(GradientScope g, int input)
    {
        int axis = g.OutputShape().Axis(g.Int("axis", 1));
        int begin = Enumerable.Range(0, input).Sum(i => g.InputShape(i)[axis]);
        return axis == g.OutputShape().BatchAxis
            ? throw g.Unsupported("it joins images")
            : PaddingRules.Take(g, g.Dy, [axis], [begin], [g.InputShape(input)[axis]]);
    }

    public static GraphValue Split(GradientScope g)
    {
        int axis = g.InputShape(0).Axis(g.Int("axis", 0));
        return axis == g.InputShape(0).BatchAxis
            ? throw g.Unsupported("it parts images")
            : g.Op("Concat", [.. Enumerable.Range(0, g.OutputCount).Select(g.DyOrZeros)], ("axis", (long)axis));
    }

    public static GraphValue DepthToSpace(GradientScope g)
    {
        long block = g.Int("blocksize", 1);
        if (g.Text("mode", "DCR") == "DCR")
        {
            return g.Op("SpaceToDepth", [g.Dy], ("blocksize", block));
        }

        // CRD: channels come first, then the places of the block.
        BatchedShape y = g.OutputShape();
        int size = (int)block;
        GraphValue apart = g.Reshape(g.Dy, new BatchedShape([y[0], y[1], y[2] / size, size, y[3] / size, size], y.BatchAxis));
        return g.ReshapeToX(g.Transpose(apart, [0, 1, 3, 5, 2, 4]));
    }

    public static GraphValue Trilu(GradientScope g) => g.Op("Trilu", [g.Dy, g.HasInput(1) ? g.X(1) : null], ("upper", g.Int("upper", 1)));

    public static GraphValue ReverseSequence(GradientScope g) =>
        g.Op("ReverseSequence", [g.Dy, g.X(1)], ("batch_axis", g.Int("batch_axis", 1)), ("time_axis", g.Int("time_axis", 0)));
}
