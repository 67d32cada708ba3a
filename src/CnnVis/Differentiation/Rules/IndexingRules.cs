using CnnVis.Onnx;

namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of operators that pick or place elements by index: what was read is added to, what was written is read.</summary>
internal static class IndexingRules
{
    // A matrix of ones and zeros is the fastest way to add rows up, until it grows larger than this.
    private const long LargestSelection = 1 << 18;

    private const long Int64 = (long)TensorProto.Types.DataType.Int64;

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
            int place = Place(only, x[axis]);
            return gradient.Padded(axis, place, x[axis] - place - 1).Value;
        }

        return g.IsConstant(1) && (long)picked * x[axis] <= LargestSelection
            ? gradient.Multiplied(axis, Selection(g.Integers(1), x[axis]), x[axis]).Value
            : RowAddition.AddSlices(g, g.Zeros(x), axis, NotNegative(g, g.X(1), x[axis]), gradient.Value, x.Rank);
    }

    public static GraphValue GatherElements(GradientScope g) => AddElements(g, g.X(1), g.Dy, g.Int("axis", 0));

    public static GraphValue TopK(GradientScope g) => AddElements(g, g.YOf(1), g.Dy, g.Int("axis", -1));

    public static GraphValue GatherNd(GradientScope g)
    {
        int batchDimensions = (int)g.Int("batch_dims", 0);
        BatchedShape x = g.InputShape(0);
        int count = batchDimensions + g.InputShape(1).Sizes[^1];
        if (x.BatchAxis > 0 && x.BatchAxis < count)
        {
            throw g.Unsupported("it picks along the axis of the images");
        }

        GraphValue indices = batchDimensions == 0 ? g.X(1) : WithBatchIndices(g, batchDimensions);
        GraphValue zeros = g.Reshape(g.Zeros(x), RowAddition.AsMatrix(x, count));
        GraphValue rows = g.Reshape(g.Dy, RowAddition.AsMatrix(g.OutputShape(), g.InputShape(1).Rank - 1));
        return g.ReshapeToX(RowAddition.AddRows(g, zeros, RowNumbers(g, indices, x, count), rows));
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
            int axis = g.InputShape(0).Axis(g.Int("axis", 0));
            return RowAddition.AddSlices(g, g.Zeros(g.InputShape(0)), axis, places, g.Dy, g.InputShape(0).Rank);
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

    /// <summary>The indices along the leading axes as one number that counts through them.</summary>
    private static GraphValue RowNumbers(GradientScope g, GraphValue indices, BatchedShape x, int count)
    {
        long[] strides = [.. Enumerable.Range(0, count).Select(axis => x.Sizes.Take(count).Skip(axis + 1).Aggregate(1L, (product, size) => product * size))];
        GraphValue sizes = g.RunShape(new BatchedShape([.. x.Sizes.Take(count)], x.BatchAxis == 0 ? 0 : null));
        GraphValue counted = g.Where(g.Op("Less", [indices, g.Integers([0])]), indices + sizes, indices);
        return g.Op("ReduceSum", [counted * g.List(strides), g.List(-1)], ("keepdims", 0L));
    }

    private static GraphValue NotNegative(GradientScope g, GraphValue indices, int size)
    {
        GraphValue isNegative = g.Op("Less", [indices, g.Op("CastLike", [g.Integers([0]), indices])]);
        return g.Op("Cast", [g.Where(isNegative, indices + g.Op("CastLike", [g.Integers([size]), indices]), indices)], ("to", Int64));
    }

    /// <summary>A negative index counts from the end.</summary>
    private static int Place(long index, int size) => (int)(index < 0 ? index + size : index);

    private static float[] Selection(long[] indices, int size)
    {
        float[] matrix = new float[indices.Length * size];
        for (int row = 0; row < indices.Length; row++)
        {
            matrix[(row * size) + Place(indices[row], size)] = 1;
        }

        return matrix;
    }

    /// <summary>Puts the position along the leading axes before each index.</summary>
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
