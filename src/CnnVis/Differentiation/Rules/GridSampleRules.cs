namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of GridSample, which reads images at the points of a grid.</summary>
internal static class GridSampleRules
{
    public static GraphValue Input(GradientScope g) => Points(g).ToImage(PixelRows.Of(g, g.Dy, g.OutputShape()));

    public static GraphValue Grid(GradientScope g)
    {
        BatchedShape grid = g.InputShape(1);
        if (SampleAxis.Mode(g) == SampleMode.Nearest)
        {
            return g.NoGradient(input: 1);
        }

        SampledPoints points = Points(g);
        GraphValue[] slopes = points.Slopes(g.X(0), PixelRows.Of(g, g.Dy, g.OutputShape()));
        // The grid names the last axis first.
        IEnumerable<GraphValue> columns = slopes.Select((slope, axis) => points.AsColumn(slope * Axis(g, axis).PositionSlope)).Reverse();
        return g.Reshape(g.Op("Concat", [.. columns], ("axis", 1L)), grid);
    }

    private static SampledPoints Points(GradientScope g)
    {
        int axes = g.InputShape(0).Rank - 2;
        GraphValue[] numbers = g.Split(g.Op("Reshape", [g.X(1), g.List(-1, axes)]), axis: 1, [.. Enumerable.Repeat(1L, axes)]);
        return new SampledPoints(
            g,
            g.InputShape(0),
            PixelRows.Count(g.OutputShape()),
            [.. Enumerable.Range(0, axes).Select(axis => Axis(g, axis).Taps(g.Op("Reshape", [numbers[axes - 1 - axis], g.List(-1)])))]);
    }

    private static SampleAxis Axis(GradientScope g, int axis) => new(g, g.InputShape(0)[axis + 2]);
}
