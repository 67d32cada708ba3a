namespace CnnVis.Differentiation.Rules;

/// <summary>
/// Gradients of GridSample: y(p) = sum over the pixels q around grid point p of w_q(p) x(q), and w_q is the product of one weight for each
/// axis. Images are written as rows of channels, one row for each pixel.
/// </summary>
internal static class GridSampleRules
{
    /// <summary>dx(q) = sum over p of w_q(p) dy(p)</summary>
    public static GraphValue Input(GradientScope g)
    {
        BatchedShape x = g.InputShape(0);
        GraphValue dy = PixelRows.Of(g, g.Dy, g.OutputShape());
        SampleTap[][] taps = Taps(g);
        GraphValue zeros = g.Reshape(g.Zeros(x), PixelRows.Shape(x));
        GraphValue sum = Corners(taps).Aggregate(
            zeros, (added, corner) => RowAddition.AddRows(g, added, Rows(g, corner), dy * AsColumn(g, Product(corner.Select(tap => tap.Weight)))));
        return PixelRows.ToImage(g, sum, x);
    }

    /// <summary>d(grid)(p) = sum over q of w_q'(p) (x(q), dy(p)), times what a step of the grid is in pixels.</summary>
    public static GraphValue Grid(GradientScope g)
    {
        BatchedShape grid = g.InputShape(1);
        if (SampleAxis.Mode(g) == SampleMode.Nearest)
        {
            return g.Zeros(grid);
        }

        GraphValue dy = PixelRows.Of(g, g.Dy, g.OutputShape());
        GraphValue x = PixelRows.Of(g, g.X(0), g.InputShape(0));
        SampleTap[][] taps = Taps(g);
        var sums = new GraphValue?[taps.Length];
        foreach (SampleTap[] corner in Corners(taps))
        {
            GraphValue agreement = g.Op("ReduceSum", [dy * g.Op("Gather", [x, Rows(g, corner)]), g.List(1)], ("keepdims", 0L));
            for (int axis = 0; axis < taps.Length; axis++)
            {
                GraphValue slope = Product(corner.Select((tap, i) => i == axis ? tap.Slope : tap.Weight));
                sums[axis] = sums[axis] is { } sum ? sum + agreement * slope : agreement * slope;
            }
        }

        // The grid names the last axis first.
        IEnumerable<GraphValue> columns = sums.Select((sum, axis) => AsColumn(g, sum! * Axis(g, axis).PositionSlope)).Reverse();
        return g.Reshape(g.Op("Concat", [.. columns], ("axis", 1L)), grid);
    }

    /// <summary>For each axis of the image the pixels that the grid's points read.</summary>
    private static SampleTap[][] Taps(GradientScope g)
    {
        int axes = g.InputShape(0).Rank - 2;
        GraphValue[] numbers = g.Split(g.Op("Reshape", [g.X(1), g.List(-1, axes)]), axis: 1, [.. Enumerable.Repeat(1L, axes)]);
        return [.. Enumerable.Range(0, axes).Select(axis => Axis(g, axis).Taps(g.Op("Reshape", [numbers[axes - 1 - axis], g.List(-1)])))];
    }

    private static SampleAxis Axis(GradientScope g, int axis) => new(g, g.InputShape(0)[axis + 2]);

    /// <summary>One tap of each axis, in every combination.</summary>
    private static IEnumerable<SampleTap[]> Corners(SampleTap[][] taps) => taps.Aggregate(
        (IEnumerable<SampleTap[]>)[[]], (corners, axis) => corners.SelectMany(corner => axis.Select(tap => (SampleTap[])[.. corner, tap])));

    /// <summary>The row of the pixel that each point reads.</summary>
    private static GraphValue Rows(GradientScope g, SampleTap[] corner)
    {
        BatchedShape x = g.InputShape(0);
        GraphValue inImage = corner[0].Place;
        for (int axis = 1; axis < corner.Length; axis++)
        {
            inImage = inImage * g.Integers([x[axis + 2]]) + corner[axis].Place;
        }

        GraphValue firstRows = PixelRows.ImageNumbers(g, x) * g.Integers([PixelRows.Count(x)]);
        GraphValue ofPoints = g.Op("Expand", [firstRows, g.List(1, PixelRows.Count(g.OutputShape()))]);
        return inImage + g.Op("Reshape", [ofPoints, g.List(-1)]);
    }

    private static GraphValue Product(IEnumerable<GraphValue> factors) => factors.Aggregate((product, factor) => product * factor);

    private static GraphValue AsColumn(GradientScope g, GraphValue value) => g.Op("Reshape", [value, g.List(-1, 1)]);
}
