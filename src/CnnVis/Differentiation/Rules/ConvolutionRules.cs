using CnnVis.Runtime.Kernels;

namespace CnnVis.Differentiation.Rules;

/// <summary>
/// Gradients of convolutions with respect to their input. Measured on ONNX Runtime: with stride 1 a convolution with the flipped kernel is
/// fastest (four times for depthwise ones), with larger strides or several channels in each group ConvTranspose is, but for convolutions of each phase that a kernel of ours interleaves.
/// </summary>
internal static class ConvolutionRules
{
    private const int MostChannelsOfImage = 4;

    public static GraphValue Input(GradientScope g) => Input(g, g.Dy);

    public static GraphValue Input(GradientScope g, GraphValue dy) => g.IsConstant(1)
        ? WithKernel(g, dy, new ConvolutionKernel(g.Floats(1), g.InputShape(1).Sizes, Group(g)), () => g.X(1))
        : Transposed(g, dy, g.X(1), Geometry(g), Group(g), g.InputShape(0), g.OutputShape());

    /// <summary>dx of a convolution whose kernel is known while the graph is built.</summary>
    /// <param name="g">The node.</param>
    /// <param name="dy">dL/dy.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="weights">The kernel as a tensor that the graph has already; null to store it.</param>
    public static GraphValue WithKernel(GradientScope g, GraphValue dy, ConvolutionKernel kernel, Func<GraphValue>? weights = null)
    {
        ConvolutionGeometry geometry = ConvolutionGeometry.Of(
            g, kernel.Sizes, [.. g.InputShape(0).Sizes.Skip(2)], [.. g.OutputShape().Sizes.Skip(2)]);
        return WithKernel(g, dy, geometry, kernel, weights);
    }

    /// <inheritdoc cref="WithKernel(GradientScope, GraphValue, ConvolutionKernel, Func{GraphValue})"/>
    public static GraphValue WithKernel(GradientScope g, GraphValue dy, ConvolutionGeometry geometry, ConvolutionKernel kernel, Func<GraphValue>? weights = null)
    {
        if (g.UsesKernels && OfImage(g, dy, geometry, kernel) is { } ofImage)
        {
            return ofImage;
        }

        if (geometry.IsStride1 && (kernel.Group == 1 || kernel.IsDepthwise))
        {
            return Flipped(g, dy, geometry, kernel);
        }

        return g.UsesKernels && ConvolutionPhases.Of(g, geometry, kernel) is { } phases
            ? phases.Emit(dy)
            : Transposed(g, dy, weights?.Invoke() ?? g.Constant(kernel.Weights, kernel.Shape), geometry, kernel.Group, g.InputShape(0), g.OutputShape());
    }

    /// <summary>
    /// A product of matrices and a kernel that adds it up, for the few channels of an image; null where that does not do. ONNX Runtime's fast layout would compute a whole block
    /// of channels.
    /// </summary>
    private static GraphValue? OfImage(GradientScope g, GraphValue dy, ConvolutionGeometry geometry, ConvolutionKernel kernel)
    {
        BatchedShape image = g.InputShape(0);
        if (geometry.Axes != 2 || geometry.Dilations.Any(dilation => dilation != 1) || kernel.Group != 1 || image[1] > MostChannelsOfImage)
        {
            return null;
        }

        BatchedShape maps = g.OutputShape();
        int places = image[1] * kernel.Sizes[0] * kernel.Sizes[1];
        GraphValue flat = g.Reshape(dy, new BatchedShape([maps[0], maps[1], maps[2] * maps[3]], maps.BatchAxis));
        GraphValue columns = g.Op("MatMul", [g.Constant(kernel.Columns(), places, maps[1]), flat]);
        return g.Kernel(
            Col2ImKernel.Operator,
            [g.Reshape(columns, new BatchedShape([maps[0], places, maps[2], maps[3]], maps.BatchAxis))],
            ("kernel_shape", geometry.KernelAttribute),
            ("strides", geometry.StridesAttribute),
            ("pads", geometry.PadsAttribute),
            ("channels", (long)places),
            ("image_channels", (long)image[1]),
            ("size", image.SpatialSizes));
    }

    /// <summary>The transposed convolution's own transpose is the convolution.</summary>
    public static GraphValue InputOfTransposed(GradientScope g) => InputOfTransposed(g, g.Dy, g.X(1));

    public static GraphValue InputOfTransposed(GradientScope g, GraphValue dy, GraphValue weights)
    {
        ConvolutionGeometry geometry = GeometryOfTransposed(g);
        GraphValue gradient = g.Op(
            "Conv",
            [dy, weights],
            ("strides", geometry.StridesAttribute),
            ("dilations", geometry.DilationsAttribute),
            ("pads", geometry.PadsAttribute),
            ("group", g.Int("group", 1)));
        // Output padding of a whole stride makes room for one more position than there was.
        return PaddingRules.CropTo(g, gradient, g.InputShape(0), [.. Enumerable.Range(2, geometry.Axes)]);
    }

    public static ConvolutionGeometry Geometry(GradientScope g) => Geometry(g, g.InputShape(1), g.InputShape(0), g.OutputShape());

    public static ConvolutionGeometry GeometryOfTransposed(GradientScope g) =>
        OutputPads(g, Geometry(g, g.InputShape(1), g.OutputShape(), g.InputShape(0)), g.InputShape(0), g.OutputShape());

    private static ConvolutionGeometry Geometry(GradientScope g, BatchedShape weights, BatchedShape longSide, BatchedShape shortSide) =>
        ConvolutionGeometry.Of(g, [.. weights.Sizes.Skip(2)], [.. longSide.Sizes.Skip(2)], [.. shortSide.Sizes.Skip(2)]);

    /// <summary>dx = dy * W transposed, cut or filled to the input's size.</summary>
    public static GraphValue Transposed(
        GradientScope g, GraphValue dy, GraphValue weights, ConvolutionGeometry geometry, int group, BatchedShape x, BatchedShape y)
    {
        int[] missing = [.. Enumerable.Range(0, geometry.Axes).Select(axis => geometry.OutputPadding(axis, x[axis + 2], y[axis + 2]))];
        // ONNX Runtime takes no output padding of a stride or more: what no window reached is filled with zeros afterwards.
        long[] outputPadding = [.. missing.Select((size, axis) => (long)Math.Clamp(size, 0, geometry.Strides[axis] - 1))];
        GraphValue gradient = g.Op(
            "ConvTranspose",
            [dy, weights],
            ("strides", geometry.StridesAttribute),
            ("dilations", geometry.DilationsAttribute),
            ("pads", geometry.PadsAttribute),
            ("output_padding", outputPadding),
            ("group", (long)group));
        int[] rest = [.. missing.Select((size, axis) => size - (int)outputPadding[axis])];
        return PaddingRules.PadEnd(g, gradient, rest, firstAxis: 2);
    }

    /// <summary>A convolution of stride 1 with the flipped kernel.</summary>
    public static GraphValue Flipped(GradientScope g, GraphValue value, ConvolutionGeometry geometry, ConvolutionKernel kernel)
    {
        int[] begin = [.. Enumerable.Range(0, geometry.Axes).Select(axis => geometry.Extent(axis) - 1 - geometry.PadsBegin[axis])];
        int[] end = [.. Enumerable.Range(0, geometry.Axes).Select(axis => geometry.Extent(axis) - 1 - geometry.PadsEnd[axis])];
        // A pad beyond the kernel's reach: outputs there saw zeros only, so they are cut off first.
        GraphValue dy = PaddingRules.CutOff(g, value, [.. begin.Select(pad => Math.Max(-pad, 0))], [.. end.Select(pad => Math.Max(-pad, 0))], g.OutputShape());
        return g.Op(
            "Conv",
            [dy, g.Constant(kernel.Flipped(), kernel.FlippedShape)],
            ("dilations", geometry.DilationsAttribute),
            ("pads", begin.Concat(end).Select(pad => (long)Math.Max(pad, 0)).ToArray()),
            ("group", (long)kernel.Group));
    }

    private static int Group(GradientScope g) => (int)g.Int("group", 1);

    /// <summary>A wished output shape stands for pads, split as automatic ones are.</summary>
    private static ConvolutionGeometry OutputPads(GradientScope g, ConvolutionGeometry geometry, BatchedShape x, BatchedShape y)
    {
        bool isAutomatic = g.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER" || g.HasAttribute("output_shape");
        if (!isAutomatic)
        {
            return geometry;
        }

        IReadOnlyList<long> outputPadding = g.Ints("output_padding");
        int[] begin = new int[geometry.Axes];
        int[] end = new int[geometry.Axes];
        for (int axis = 0; axis < geometry.Axes; axis++)
        {
            int extra = outputPadding.Count > 0 ? (int)outputPadding[axis] : 0;
            int total = Math.Max(((x[axis + 2] - 1) * geometry.Strides[axis]) + extra + geometry.Extent(axis) - y[axis + 2], 0);
            begin[axis] = g.Text("auto_pad", "NOTSET") == "SAME_UPPER" ? total / 2 : total - (total / 2);
            end[axis] = total - begin[axis];
        }

        return geometry with { PadsBegin = begin, PadsEnd = end };
    }
}
