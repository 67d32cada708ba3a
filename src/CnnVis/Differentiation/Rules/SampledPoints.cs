namespace CnnVis.Differentiation.Rules;

/// <summary>
/// Points at fractional positions of images: y(p) = sum over the pixels q around point p of w_q(p) x(q), and w_q is the product of one weight
/// for each axis. Values at points are rows of channels, as <see cref="PixelRows"/> writes images.
/// </summary>
/// <param name="G">The node.</param>
/// <param name="Image">The shape of the images that are read.</param>
/// <param name="PointsOfImage">How many points each image has.</param>
/// <param name="Taps">For each axis the pixels that the points read.</param>
internal sealed record SampledPoints(GradientScope G, BatchedShape Image, int PointsOfImage, SampleTap[][] Taps)
{
    /// <summary>dx(q) = sum over p of w_q(p) dy(p)</summary>
    public GraphValue ToImage(GraphValue dy)
    {
        GraphValue zeros = G.Reshape(G.Zeros(Image), PixelRows.Shape(Image));
        GraphValue sum = Corners().Aggregate(
            zeros, (added, corner) => RowAddition.AddRows(G, added, Rows(corner), dy * AsColumn(Product(corner.Select(tap => tap.Weight)))));
        return PixelRows.ToImage(G, sum, Image);
    }

    /// <summary>(y(p), dy(p)) for each point.</summary>
    public GraphValue Agreement(GraphValue x, GraphValue dy) =>
        Agreements(x, dy).Select(part => part.Agreement * Product(part.Corner.Select(tap => tap.Weight))).Aggregate((sum, part) => sum + part);

    /// <summary>For each axis how (y(p), dy(p)) grows with the point's position: the sum over q of w_q'(p) (x(q), dy(p)).</summary>
    public GraphValue[] Slopes(GraphValue x, GraphValue dy)
    {
        (SampleTap[] Corner, GraphValue Agreement)[] parts = [.. Agreements(x, dy)];
        return
        [
            .. Taps.Select((_, axis) => parts
                .Select(part => part.Agreement * Product(part.Corner.Select((tap, i) => i == axis ? tap.Slope : tap.Weight)))
                .Aggregate((sum, part) => sum + part)),
        ];
    }

    public GraphValue AsColumn(GraphValue value) => G.Op("Reshape", [value, G.List(-1, 1)]);

    private IEnumerable<(SampleTap[] Corner, GraphValue Agreement)> Agreements(GraphValue x, GraphValue dy)
    {
        GraphValue rows = PixelRows.Of(G, x, Image);
        return Corners().Select(corner =>
            (corner, G.Op("ReduceSum", [dy * G.Op("Gather", [rows, Rows(corner)]), G.List(1)], ("keepdims", 0L))));
    }

    /// <summary>One tap of each axis, in every combination.</summary>
    private IEnumerable<SampleTap[]> Corners() => Taps.Aggregate(
        (IEnumerable<SampleTap[]>)[[]], (corners, axis) => corners.SelectMany(corner => axis.Select(tap => (SampleTap[])[.. corner, tap])));

    /// <summary>The row of the pixel that each point reads.</summary>
    private GraphValue Rows(SampleTap[] corner)
    {
        GraphValue inImage = corner[0].Place;
        for (int axis = 1; axis < corner.Length; axis++)
        {
            inImage = inImage * G.Integers([Image[axis + 2]]) + corner[axis].Place;
        }

        GraphValue firstRows = PixelRows.ImageNumbers(G, Image) * G.Integers([PixelRows.Count(Image)]);
        return inImage + G.Op("Reshape", [G.Op("Expand", [firstRows, G.List(1, PointsOfImage)]), G.List(-1)]);
    }

    private static GraphValue Product(IEnumerable<GraphValue> factors) => factors.Aggregate((product, factor) => product * factor);
}
