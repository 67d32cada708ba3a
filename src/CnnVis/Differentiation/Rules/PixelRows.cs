namespace CnnVis.Differentiation.Rules;

/// <summary>Images as a matrix: one row for each pixel of each image, one column for each channel.</summary>
internal static class PixelRows
{
    /// <summary>Pixels of one image [N, C, ...].</summary>
    public static int Count(BatchedShape image) => image.Sizes.Skip(2).Aggregate(1, (product, size) => product * size);

    public static BatchedShape Shape(BatchedShape image) => new([image[0] * Count(image), image[1]], FirstAxis(image));

    public static GraphValue Of(GradientScope g, GraphValue value, BatchedShape image) =>
        g.Reshape(g.Transpose(Flat(g, value, image), [0, 2, 1]), Shape(image));

    public static GraphValue ToImage(GradientScope g, GraphValue rows, BatchedShape image)
    {
        GraphValue apart = g.Reshape(rows, new BatchedShape([image[0], Count(image), image[1]], FirstAxis(image)));
        return g.Reshape(g.Transpose(apart, [0, 2, 1]), image);
    }

    /// <summary>0, 1, 2 and so on: the number of each image, as a column of int64.</summary>
    public static GraphValue ImageNumbers(GradientScope g, BatchedShape image)
    {
        GraphValue ones = g.Op("Expand", [g.Constant(1), g.RunShape(new BatchedShape([image[0]], FirstAxis(image)))]);
        return g.Transpose(ones.Unary("NonZero"), [1, 0]);
    }

    private static GraphValue Flat(GradientScope g, GraphValue value, BatchedShape image) =>
        g.Reshape(value, new BatchedShape([image[0], image[1], Count(image)], FirstAxis(image)));

    private static int? FirstAxis(BatchedShape image) => image.BatchAxis is null ? null : 0;
}
