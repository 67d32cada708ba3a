namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of convolutions with respect to weights that are computed from the image.</summary>
internal static class ConvolutionWeightRules
{
    public static GraphValue Weights(GradientScope g) => Correlation(g, g.X(0), g.InputShape(0), g.Dy, ConvolutionRules.Geometry(g));

    /// <summary>The transposed convolution's sides are the other way round.</summary>
    public static GraphValue WeightsOfTransposed(GradientScope g) =>
        Correlation(g, g.Dy, g.OutputShape(), g.X(0), ConvolutionRules.GeometryOfTransposed(g));

    public static GraphValue Bias(GradientScope g)
    {
        BatchedShape y = g.OutputShape();
        return g.ReshapeToX(g.Sum(g.Dy, Enumerable.Range(0, y.Rank).Where(axis => axis != 1)), input: 2);
    }

    /// <summary>
    /// Each weight gets the products of the pairs of places that it connects: a convolution of the long side with the short side as its
    /// kernel, where images count as channels, and strides and dilations change places.
    /// </summary>
    private static GraphValue Correlation(
        GradientScope g, GraphValue longSide, BatchedShape longShape, GraphValue shortSide, ConvolutionGeometry geometry)
    {
        int group = (int)g.Int("group", 1);
        BatchedShape weights = g.InputShape(1);
        int inPerGroup = weights[1];
        int[] places = [.. longShape.Sizes.Skip(2)];
        GraphValue apart = g.Reshape(longSide, new BatchedShape([longShape[0], group, inPerGroup, .. places], longShape.BatchAxis));
        GraphValue channelsFirst = g.Transpose(apart, [2, 1, 0, .. Enumerable.Range(3, places.Length)]);
        int? batch = longShape.BatchAxis is null ? null : 1;
        GraphValue correlation = g.Op(
            "Conv",
            [
                g.Reshape(channelsFirst, new BatchedShape([inPerGroup, group * longShape[0], .. places], batch)),
                g.Transpose(shortSide, [1, 0, .. Enumerable.Range(2, places.Length)]),
            ],
            ("strides", geometry.DilationsAttribute),
            ("dilations", geometry.StridesAttribute),
            ("pads", geometry.PadsAttribute),
            ("group", (long)group));
        // Strides that leave rows unused make room for more positions than the kernel has.
        GraphValue transposed = g.Transpose(correlation, [1, 0, .. Enumerable.Range(2, places.Length)]);
        return PaddingRules.CropTo(g, transposed, weights, [.. Enumerable.Range(2, places.Length)]);
    }
}
