namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of operators that pick or place elements by index: what was read is added to, what was written is read.</summary>
internal static class IndexingRules
{
    // A matrix of ones and zeros is the fastest way to add rows up, until it grows larger than this.
    private const long LargestSelection = 1 << 18;

    public static GraphValue Gather(GradientScope g)
    {
        BatchedShape x = g.InputShape(0);
        int axis = x.Axis(g.Int("axis", 0));
        if (axis == x.BatchAxis || g.InputShape(1).BatchAxis is not null)
        {
            throw g.Unsupported("it picks along the axis of the images");
        }

        int picked = (int)g.InputShape(1).ElementCount;
        var rows = new BatchedShape([.. x.Sizes.Select((size, i) => i == axis ? picked : size)], x.BatchAxis);
        var gradient = new ShapedValue(g, g.Reshape(g.Dy, rows), rows);
        if (g.IsConstant(1) && g.Integers(1) is [var only])
        {
            int place = x[axis] + (int)only is var fromEnd && only < 0 ? fromEnd : (int)only;
            return gradient.Padded(axis, place, x[axis] - place - 1).Value;
        }

        return g.IsConstant(1) && (long)picked * x[axis] <= LargestSelection
            ? gradient.Multiplied(axis, Selection(g.Integers(1), x[axis]), x[axis]).Value
            : AddRows(g, gradient.Value, axis, g.Op("Reshape", [NotNegative(g, g.X(1), x[axis]), g.List(-1, 1)]));
    }

    public static GraphValue GatherElements(GradientScope g) => AddElements(g, g.X(1), g.Dy, g.Int("axis", 0));

    public static GraphValue TopK(GradientScope g) => AddElements(g, g.YOf(1), g.Dy, g.Int("axis", -1));

    public static GraphValue GatherNd(GradientScope g)
    {
        int batchDimensions = (int)g.Int("batch_dims", 0);
        GraphValue indices = batchDimensions == 0 ? g.X(1) : WithBatchIndices(g, batchDimensions);
        return g.Op("ScatterND", [g.Zeros(g.InputShape(0)), indices, g.Dy], ("reduction", "add"));
    }

    public static GraphValue ScatterElementsData(GradientScope g) => IsAdding(g)
        ? g.Dy
        : g.Op("ScatterElements", [g.Dy, g.X(1), g.Zeros(g.InputShape(2))], ("axis", g.Int("axis", 0)));

    public static GraphValue ScatterElementsUpdates(GradientScope g)
    {
        _ = IsAdding(g);
        return g.Op("GatherElements", [g.Dy, g.X(1)], ("axis", g.Int("axis", 0)));
    }

    public static GraphValue ScatterNdData(GradientScope g) =>
        IsAdding(g) ? g.Dy : g.Op("ScatterND", [g.Dy, g.X(1), g.Zeros(g.InputShape(2))]);

    public static GraphValue ScatterNdUpdates(GradientScope g)
    {
        _ = IsAdding(g);
        return g.Op("GatherND", [g.Dy, g.X(1)]);
    }

    public static GraphValue Compress(GradientScope g)
    {
        GraphValue places = g.Op("Reshape", [g.X(1).Unary("NonZero"), g.List(-1, 1)]);
        if (g.HasAttribute("axis"))
        {
            return AddRows(g, g.Dy, g.InputShape(0).Axis(g.Int("axis", 0)), places);
        }

        GraphValue flat = g.Op("Reshape", [g.Zeros(g.InputShape(0)), g.List(-1)]);
        return g.ReshapeToX(g.Op("ScatterND", [flat, places, g.Dy]));
    }

    private static bool IsAdding(GradientScope g) => g.Text("reduction", "none") switch
    {
        "none" => false,
        "add" => true,
        var other => throw g.Unsupported($"its reduction is '{other}'"),
    };

    private static GraphValue AddElements(GradientScope g, GraphValue indices, GraphValue values, long axis) =>
        g.Op("ScatterElements", [g.Zeros(g.InputShape(0)), indices, values], ("axis", axis), ("reduction", "add"));

    /// <summary>Adds slices along an axis at the places that the indices [count, 1] name.</summary>
    private static GraphValue AddRows(GradientScope g, GraphValue slices, int axis, GraphValue indices)
    {
        BatchedShape x = g.InputShape(0);
        int[] first = [axis, .. Enumerable.Range(0, x.Rank).Where(i => i != axis)];
        int[] back = [.. Enumerable.Range(0, x.Rank).Select(i => Array.IndexOf(first, i))];
        int? batch = x.BatchAxis is { } images ? back[images] : null;
        GraphValue zeros = g.Zeros(new BatchedShape([.. first.Select(i => x[i])], batch));
        return g.Transpose(g.Op("ScatterND", [zeros, indices, g.Transpose(slices, first)], ("reduction", "add")), back);
    }

    private static GraphValue NotNegative(GradientScope g, GraphValue indices, int size)
    {
        GraphValue isNegative = g.Op("Less", [indices, g.Op("CastLike", [g.Integers([0]), indices])]);
        return g.Op("Cast", [g.Where(isNegative, indices + g.Op("CastLike", [g.Integers([size]), indices]), indices)], ("to", Int64));
    }

    private const long Int64 = 7;

    private static float[] Selection(long[] indices, int size)
    {
        float[] matrix = new float[indices.Length * size];
        for (int row = 0; row < indices.Length; row++)
        {
            matrix[(row * size) + (indices[row] < 0 ? indices[row] + size : indices[row])] = 1;
        }

        return matrix;
    }

    /// <summary>Puts the position along the leading axes before each index: ScatterND knows no leading axes that go along.</summary>
    private static GraphValue WithBatchIndices(GradientScope g, int count)
    {
        BatchedShape indices = g.InputShape(1);
        int? batch = indices.BatchAxis < count ? indices.BatchAxis : null;
        var leading = new BatchedShape([.. indices.Sizes.Take(count)], batch);
        GraphValue ones = g.Op("Expand", [g.Constant(1), g.RunShape(leading)]);
        GraphValue positions = g.Transpose(ones.Unary("NonZero"), [1, 0]);
        int between = indices.Rank - 1 - count;
        var apart = new BatchedShape([.. leading.Sizes, .. Enumerable.Repeat(1, between), count], batch);
        var spread = new BatchedShape([.. indices.Sizes.Take(indices.Rank - 1), count], batch);
        return g.Op("Concat", [g.Expand(g.Reshape(positions, apart), spread), g.X(1)], ("axis", -1L));
    }
}
