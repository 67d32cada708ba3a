namespace CnnVis.Differentiation.Rules;

/// <summary>
/// Adds values up at places that may repeat. Always with ScatterElements: ONNX Runtime's ScatterND adds on several threads without taking
/// turns, so that values for the same place get lost.
/// </summary>
internal static class RowAddition
{
    /// <summary>Adds slices along an axis to zeros.</summary>
    /// <param name="g">The node.</param>
    /// <param name="zeros">Where to add: zeros, or what was added before.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="places">For each slice its place along the axis, as a list of int64.</param>
    /// <param name="slices">The slices, side by side along the axis.</param>
    /// <param name="rank">How many axes the slices have.</param>
    public static GraphValue AddSlices(GradientScope g, GraphValue zeros, int axis, GraphValue places, GraphValue slices, int rank)
    {
        GraphValue aligned = g.Op("Reshape", [places, g.List([-1, .. Enumerable.Repeat(1L, rank - axis - 1)])]);
        GraphValue spread = g.Op("Expand", [aligned, slices.Unary("Shape")]);
        return g.Op("ScatterElements", [zeros, spread, slices], ("axis", (long)axis), ("reduction", "add"));
    }

    /// <summary>Adds rows of matrices.</summary>
    public static GraphValue AddRows(GradientScope g, GraphValue zeros, GraphValue places, GraphValue rows) =>
        AddSlices(g, zeros, axis: 0, places, rows, rank: 2);

    /// <summary>The shape as a matrix: so many axes in front count its rows, the others its columns.</summary>
    public static BatchedShape AsMatrix(BatchedShape shape, int rowAxes)
    {
        int rows = shape.Sizes.Take(rowAxes).Aggregate(1, (product, size) => product * size);
        int columns = shape.Sizes.Skip(rowAxes).Aggregate(1, (product, size) => product * size);
        return new BatchedShape([rows, columns], shape.BatchAxis is not { } batch ? null : batch < rowAxes ? 0 : 1);
    }
}
