namespace CnnVis.Differentiation.Rules;

/// <summary>
/// Gradients of DeformConv: y(p) = sum over kernel places k of w(k) m(k, p) x(p + k + o(k, p)) with offsets o and masks m, which groups of
/// channels share. With h(k, p) = w(k)' dy(p): dx adds m h up at the points, dm = (x, h), do = m (x', h).
/// </summary>
internal static class DeformableConvolutionRules
{
    private const int OffsetInput = 2;
    private const int MaskInput = 4;

    public static GraphValue Input(GradientScope g) => g.ReshapeToX(Points(g).ToImage(Masked(g, Columns(g))));

    public static GraphValue Mask(GradientScope g) => g.ReshapeToX(Points(g).Agreement(Images(g), Columns(g)), MaskInput);

    public static GraphValue Offset(GradientScope g)
    {
        GraphValue[] slopes = Points(g).Slopes(Images(g), Masked(g, Columns(g)));
        BatchedShape ofAxis = OfGroups(g, KernelPlaces(g), 1, OutputPlaces(g));
        return g.ReshapeToX(g.Op("Concat", [.. slopes.Select(slope => g.Reshape(slope, ofAxis))], ("axis", 2L)), OffsetInput);
    }

    /// <summary>Each group of channels that shares offsets counts as an image.</summary>
    private static BatchedShape ImagesShape(GradientScope g) =>
        OfGroups(g, g.InputShape(0)[1] / Groups(g), g.InputShape(0)[2], g.InputShape(0)[3]);

    private static GraphValue Images(GradientScope g) => g.Reshape(g.X(0), ImagesShape(g));

    private static SampledPoints Points(GradientScope g)
    {
        BatchedShape images = ImagesShape(g);
        GraphValue apart = g.Reshape(g.X(OffsetInput), OfGroups(g, KernelPlaces(g), 2, OutputPlaces(g)));
        GraphValue[] offsets = g.Split(apart, axis: 2, [1, 1]);
        return new SampledPoints(
            g,
            images,
            KernelPlaces(g) * OutputPlaces(g),
            [.. offsets.Select((offset, axis) => new SampleAxis(g, images[axis + 2]).TapsAt(g.Op("Reshape", [offset + WithoutOffset(g, axis), g.List(-1)])))]);
    }

    /// <summary>h at each point, as rows of channels.</summary>
    private static GraphValue Columns(GradientScope g)
    {
        BatchedShape w = g.InputShape(1);
        BatchedShape y = g.OutputShape();
        int group = (int)g.Int("group", 1);
        GraphValue weights = g.Transpose(g.Op("Reshape", [g.X(1), g.List(group, w[0] / group, -1)]), [0, 2, 1]);
        GraphValue dy = g.Reshape(g.Dy, new BatchedShape([y[0], group, w[0] / group, OutputPlaces(g)], y.BatchAxis));
        BatchedShape columns = OfGroups(g, g.InputShape(0)[1] / Groups(g), KernelPlaces(g), OutputPlaces(g));
        return PixelRows.Of(g, g.Reshape(g.Op("MatMul", [weights, dy]), columns), columns);
    }

    private static GraphValue Masked(GradientScope g, GraphValue columns) =>
        g.HasInput(MaskInput) ? columns * g.Op("Reshape", [g.X(MaskInput), g.List(-1, 1)]) : columns;

    /// <summary>Where along an axis each kernel place of each output lies without its offset.</summary>
    private static GraphValue WithoutOffset(GradientScope g, int axis)
    {
        BatchedShape y = g.OutputShape();
        int[] kernel = [.. g.InputShape(1).Sizes.Skip(2)];
        ConvolutionGeometry geometry = ConvolutionGeometry.Of(g, kernel, [.. g.InputShape(0).Sizes.Skip(2)], [.. y.Sizes.Skip(2)]);
        float Position(int[] k, int[] p) => (p[axis] * geometry.Strides[axis]) - geometry.PadsBegin[axis] + (k[axis] * geometry.Dilations[axis]);
        return g.Constant(
            [.. Places(kernel[0], kernel[1]).SelectMany(k => Places(y[2], y[3]).Select(p => Position(k, p)))], 1, KernelPlaces(g), 1, OutputPlaces(g));
    }

    private static IEnumerable<int[]> Places(int height, int width) =>
        Enumerable.Range(0, height).SelectMany(row => Enumerable.Range(0, width).Select(column => (int[])[row, column]));

    private static BatchedShape OfGroups(GradientScope g, params int[] sizes)
    {
        BatchedShape x = g.InputShape(0);
        return new BatchedShape([x[0] * Groups(g), .. sizes], x.BatchAxis);
    }

    private static int Groups(GradientScope g) => (int)g.Int("offset_group", 1);

    private static int KernelPlaces(GradientScope g) => g.InputShape(1)[2] * g.InputShape(1)[3];

    private static int OutputPlaces(GradientScope g) => g.OutputShape()[2] * g.OutputShape()[3];
}
